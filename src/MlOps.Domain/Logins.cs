namespace MlOps.Domain;

/// <summary>What holds for the names of all logins of the database.</summary>
public static class Logins
{
    /// <summary>PostgreSQL cuts longer names.</summary>
    public const int MaxLength = 63;
}
