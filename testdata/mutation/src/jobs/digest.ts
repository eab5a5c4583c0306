const base = process.env.SUPABASE_URL;

export async function digest() {
  const response = await fetch(`${base}/rest/v1/bookings?select=id,note,customers(email)&state=eq.requested&order=ends_on.desc`, {
    headers: { apikey: process.env.SUPABASE_ANON_KEY! },
  });
  return response.json();
}
