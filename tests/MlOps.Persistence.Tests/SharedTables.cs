namespace MlOps.Persistence.Tests;

/// <summary>The tables whose rows belong to no tenant.</summary>
internal static class SharedTables
{
    /// <summary>As a list of SQL.</summary>
    public const string Sql = "('mlops_migrations_history', 'ml_slices', 'ml_logins')";

    public static readonly string[] Names = ["ml_slices", "ml_logins"];
}
