export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      posts: {
        Row: {
          author: string
          created_at: string
          id: number
          status: Database["public"]["Enums"]["post_status"]
          subtitle: string | null
          title: string
        }
        Insert: {
          author: string
          created_at?: string
          id?: never
          status?: Database["public"]["Enums"]["post_status"]
          subtitle?: string | null
          title: string
        }
        Update: {
          author?: string
          created_at?: string
          id?: never
          status?: Database["public"]["Enums"]["post_status"]
          subtitle?: string | null
          title?: string
        }
        Relationships: [
          {
            foreignKeyName: "posts_author_fkey"
            columns: ["author"]
            isOneToOne: false
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      profiles: {
        Row: {
          id: string
          name: string
        }
        Insert: {
          id: string
          name: string
        }
        Update: {
          id?: string
          name?: string
        }
        Relationships: []
      }
    }
    Views: {
      published_posts: {
        Row: {
          author: string | null
          id: number | null
          title: string | null
        }
        Relationships: []
      }
    }
    Functions: {
      [_ in never]: never
    }
    Enums: {
      post_status: "draft" | "published"
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}
