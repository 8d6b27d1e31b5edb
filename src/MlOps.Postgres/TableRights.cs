namespace MlOps.Postgres;

/// <summary>What a role may do with a table's rows.</summary>
[Flags]
public enum TableRights
{
    None = 0,
    Select = 1,
    Insert = 2,
    Update = 4,
    Delete = 8,
    All = Select | Insert | Update | Delete,
}
