using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Tests.Renamed;

namespace MlOps.Persistence.Tests;

/// <summary>The tables whose rows belong to no tenant, and others that are no entities of the domain.</summary>
internal static class SharedTables
{
    /// <summary>As a list of SQL.</summary>
    public const string Sql = "('mlops_migrations_history', 'ml_slices', 'ml_logins', 'ml_access_tokens')";

    public static readonly string[] Names = ["ml_slices", "ml_logins", "ml_access_tokens"];

    /// <summary>Those of tenants that the database alone writes, with keys of their own.</summary>
    public static readonly string[] OfChains = ["ml_chain_links", "ml_chain_heads"];

    /// <summary>Whether a table is one of them, whatever its name is in this run.</summary>
    public static bool IsOne(ITable table) => Names.Any(name => RenamedRun.Table(name) == table.Name);
}
