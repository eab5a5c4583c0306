export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "billing": {
          Tables: {
            "invoice_lines": {
                  Row: {
                    "id": string,"invoice_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id": string,"invoice_id": string
                  }
                  Update: {
                    "id"?: string,"invoice_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "invoice_lines_invoice_id_fkey"
      columns: ["invoice_id"]
isOneToOne: false
      referencedRelation: "invoices"
      referencedColumns: ["id"]
    }
                  ]
                },"invoices": {
                  Row: {
                    "id": string,"org_id": number,"total": number
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"org_id": number,"total": number
                  }
                  Update: {
                    "id"?: string,"org_id"?: number,"total"?: number
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "charge":
{ Args: { "amount"?: number,"org": number }; Returns: boolean
                           }
          }
          Enums: {
            "plan": "free"|"pro"|"team"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        },"public": {
          Tables: {
            "CamelTable": {
                  Row: {
                    "select": string | null,"userId": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "select"?: string | null,"userId"?: string | null
                  }
                  Update: {
                    "select"?: string | null,"userId"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"empty": {
                  Row: {
                    
                  }
                  ComputedFields: never
                  Insert: {
                    
                  }
                  Update: {
                    
                  }
                  Relationships: [
                    
                  ]
                },"events": {
                  Row: {
                    "at": string,"id": number
                  }
                  ComputedFields: never
                  Insert: {
                    "at": string,"id": number
                  }
                  Update: {
                    "at"?: string,"id"?: number
                  }
                  Relationships: [
                    
                  ]
                },"events_2025": {
                  Row: {
                    "at": string,"id": number
                  }
                  ComputedFields: never
                  Insert: {
                    "at": string,"id": number
                  }
                  Update: {
                    "at"?: string,"id"?: number
                  }
                  Relationships: [
                    
                  ]
                },"membership_notes": {
                  Row: {
                    "id": number,"note": string | null,"org_id": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: number,"note"?: string | null,"org_id": number,"user_id": string
                  }
                  Update: {
                    "id"?: number,"note"?: string | null,"org_id"?: number,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "membership_notes_org_id_user_id_fkey"
      columns: ["org_id","user_id"]
isOneToOne: false
      referencedRelation: "memberships"
      referencedColumns: ["org_id","user_id"]
    }
                  ]
                },"memberships": {
                  Row: {
                    "org_id": number,"role": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "org_id": number,"role": string,"user_id": string
                  }
                  Update: {
                    "org_id"?: number,"role"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "memberships_org_id_fkey"
      columns: ["org_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "memberships_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"order_lines": {
                  Row: {
                    "line": number,"order_id": string,"product_id": number,"quantity": number
                  }
                  ComputedFields: never
                  Insert: {
                    "line": number,"order_id": string,"product_id": number,"quantity"?: number
                  }
                  Update: {
                    "line"?: number,"order_id"?: string,"product_id"?: number,"quantity"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "order_lines_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "open_orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_lines_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "plain_products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    }
                  ]
                },"orders": {
                  Row: {
                    "buyer": string | null,"id": string,"placed_at": string | null,"plan": Database["billing"]['Enums']["plan"] | null,"seller": string | null,"status": Database["public"]['Enums']["order_status"],"statuses": (Database["public"]['Enums']["order_status"])[] | null
                  }
                  ComputedFields: never
                  Insert: {
                    "buyer"?: string | null,"id"?: string,"placed_at"?: string | null,"plan"?: Database["billing"]['Enums']["plan"] | null,"seller"?: string | null,"status"?: Database["public"]['Enums']["order_status"],"statuses"?: (Database["public"]['Enums']["order_status"])[] | null
                  }
                  Update: {
                    "buyer"?: string | null,"id"?: string,"placed_at"?: string | null,"plan"?: Database["billing"]['Enums']["plan"] | null,"seller"?: string | null,"status"?: Database["public"]['Enums']["order_status"],"statuses"?: (Database["public"]['Enums']["order_status"])[] | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "orders_buyer_fkey"
      columns: ["buyer"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "orders_seller_fkey"
      columns: ["seller"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"organisations": {
                  Row: {
                    "id": number,"parent_id": number | null,"plan": Database["billing"]['Enums']["plan"],"slug": string
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: never,"parent_id"?: number | null,"plan"?: Database["billing"]['Enums']["plan"],"slug": string
                  }
                  Update: {
                    "id"?: never,"parent_id"?: number | null,"plan"?: Database["billing"]['Enums']["plan"],"slug"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "organisations_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"products": {
                  Row: {
                    "doubled": number | null,"id": number,"kebab-case": number | null,"name": string,"price": number,"range": unknown,"Weird Column": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "doubled"?: never,"id"?: number,"kebab-case"?: number | null,"name": string,"price": number,"range"?: unknown,"Weird Column"?: string | null
                  }
                  Update: {
                    "doubled"?: never,"id"?: number,"kebab-case"?: number | null,"name"?: string,"price"?: number,"range"?: unknown,"Weird Column"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"profiles": {
                  Row: {
                    "bio": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "bio"?: string | null,"user_id": string
                  }
                  Update: {
                    "bio"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "profiles_user_id_fkey"
      columns: ["user_id"]
isOneToOne: true
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"users": {
                  Row: {
                    "active": boolean,"big": number,"born": string | null,"bytes": string | null,"created_at": string,"d": number | null,"email": string,"full_name": string | null,"home": Database["public"]['CompositeTypes']["address"] | null,"homes": (Database["public"]['CompositeTypes']["address"])[] | null,"id": string,"ip": unknown,"lag": string | null,"money": unknown,"r": number | null,"raw": Json | null,"scores": (number)[] | null,"settings": NonNullable<Json>,"small": number | null,"tags": (string)[],"vector": unknown,"wake": string | null,"first_name": string | null
                  }
                  ComputedFields: "first_name"
                  Insert: {
                    "active"?: boolean,"big": number,"born"?: string | null,"bytes"?: string | null,"created_at"?: string,"d"?: number | null,"email": string,"full_name"?: string | null,"home"?: Database["public"]['CompositeTypes']["address"] | null,"homes"?: (Database["public"]['CompositeTypes']["address"])[] | null,"id"?: string,"ip"?: unknown,"lag"?: string | null,"money"?: unknown,"r"?: number | null,"raw"?: Json | null,"scores"?: (number)[] | null,"settings"?: NonNullable<Json>,"small"?: number | null,"tags"?: (string)[],"vector"?: never,"wake"?: string | null
                  }
                  Update: {
                    "active"?: boolean,"big"?: number,"born"?: string | null,"bytes"?: string | null,"created_at"?: string,"d"?: number | null,"email"?: string,"full_name"?: string | null,"home"?: Database["public"]['CompositeTypes']["address"] | null,"homes"?: (Database["public"]['CompositeTypes']["address"])[] | null,"id"?: string,"ip"?: unknown,"lag"?: string | null,"money"?: unknown,"r"?: number | null,"raw"?: Json | null,"scores"?: (number)[] | null,"settings"?: NonNullable<Json>,"small"?: number | null,"tags"?: (string)[],"vector"?: never,"wake"?: string | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            "open_orders": {
                  Row: {
                    "buyer": string | null,"email": string,"id": string,"status": Database["public"]['Enums']["order_status"]
                  }
                  ComputedFields: never
                  Relationships: [
                    {
      foreignKeyName: "orders_buyer_fkey"
      columns: ["buyer"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"plain_products": {
                  Row: {
                    "id": number,"name": string,"price": number
                  }
                  ComputedFields: never
                  Insert: {
                           "id"?: number | null,"name"?: string | null,"price"?: number | null
                         }
                        Update: {
                           "id"?: number | null,"name"?: string | null,"price"?: number | null
                         }
                        Relationships: [
                    
                  ]
                },"sales": {
                  Row: {
                    "product_id": number,"sold": number | null
                  }
                  ComputedFields: never
                  Relationships: [
                    {
      foreignKeyName: "order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "plain_products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_lines_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Functions: {
            "add_numbers":
{ Args: { "a": number,"b"?: number }; Returns: number
                           },
"an_address":
{ Args: Record<PropertyKey, never>; Returns: Database["public"]['CompositeTypes']["address"]
                          SetofOptions: {
        from: "*"
        to: "address"
        isOneToOne: true
        isSetofReturn: false
      } },
"any_status":
{ Args: { "s": Database["public"]['Enums']["order_status"] }; Returns: Database["public"]['Enums']["order_status"]
                           },
"find_users":
{ Args: { "max_rows"?: number,"q": string }; Returns: {
              "active": boolean,
"big": number,
"born": string | null,
"bytes": string | null,
"created_at": string,
"d": number | null,
"email": string,
"full_name": string | null,
"home": Database["public"]['CompositeTypes']["address"] | null,
"homes": (Database["public"]['CompositeTypes']["address"])[] | null,
"id": string,
"ip": unknown,
"lag": string | null,
"money": unknown,
"r": number | null,
"raw": Json | null,
"scores": (number)[] | null,
"settings": NonNullable<Json>,
"small": number | null,
"tags": (string)[],
"vector": unknown,
"wake": string | null
            }[]
                          SetofOptions: {
        from: "*"
        to: "users"
        isOneToOne: false
        isSetofReturn: true
      } },
"first_name":
{ Args: { "": Database["public"]['Tables']["users"]['Row'] }; Returns: { error: true } & "the function public.first_name with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
                           },
"list_ids":
{ Args: { "ids": (string)[] }; Returns: string[]
                           },
"no_arguments":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"nothing":
{ Args: { "x": string }; Returns: undefined
                           },
"one_user":
{ Args: { "q": string }; Returns: {
              "active": boolean,
"big": number,
"born": string | null,
"bytes": string | null,
"created_at": string,
"d": number | null,
"email": string,
"full_name": string | null,
"home": Database["public"]['CompositeTypes']["address"] | null,
"homes": (Database["public"]['CompositeTypes']["address"])[] | null,
"id": string,
"ip": unknown,
"lag": string | null,
"money": unknown,
"r": number | null,
"raw": Json | null,
"scores": (number)[] | null,
"settings": NonNullable<Json>,
"small": number | null,
"tags": (string)[],
"vector": unknown,
"wake": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "users"
        isOneToOne: true
        isSetofReturn: false
      } },
"overloaded":
{ Args: { "a": number }; Returns: { error: true } & "Could not choose the best candidate function between: public.overloaded(a => int4), public.overloaded(a => text). Try renaming the parameters or the function itself in the database so function overloading can be resolved"
                           } |
{ Args: { "a": string }; Returns: { error: true } & "Could not choose the best candidate function between: public.overloaded(a => int4), public.overloaded(a => text). Try renaming the parameters or the function itself in the database so function overloading can be resolved"
                           },
"some_json":
{ Args: { "j": Json }; Returns: Json
                           },
"totals":
{ Args: { "since": string }; Returns: {
              "day": string,"total": number
            }[]
                           },
"with_out":
{ Args: { "a": number }; Returns: Record<string, unknown>
                           }
          }
          Enums: {
            "order_status": "draft"|"placed"|"shipped"|"it's back"
          }
          CompositeTypes: {
            "address": {
                        "street": string | null,"city": string | null,"zip": number | null,"status": Database["public"]['Enums']["order_status"] | null
                      }
          }
        },"Reporting": {
          Tables: {
            "daily": {
                  Row: {
                    "day": string,"total": number | null
                  }
                  ComputedFields: never
                  Insert: {
                    "day": string,"total"?: number | null
                  }
                  Update: {
                    "day"?: string,"total"?: number | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            [_ in never]: never
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "billing": {
          Enums: {
            "plan": ["free", "pro", "team"]
          }
        },"public": {
          Enums: {
            "order_status": ["draft", "placed", "shipped", "it's back"]
          }
        },"Reporting": {
          Enums: {
            
          }
        }
} as const
