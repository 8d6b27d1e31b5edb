using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>Finds sessions that outlive the work that they were opened for, and would keep its tenant.</summary>
internal static class KeptSessions
{
    /// <summary>What a connection string has to do with it; null if nothing, or if the server is told the tenant otherwise.</summary>
    public static string? Find(string connectionString, TenantScope scope)
    {
        var leak = scope == TenantScope.Transaction ? null : new NpgsqlConnectionStringBuilder(connectionString) switch
        {
            { NoResetOnClose: true } => "'No Reset On Close', with which a pooled connection keeps the tenant of whoever used it last",
            { Multiplexing: true } => "'Multiplexing', with which tenants share a session and could see each other's rows",
            _ => null,
        };
        return leak is null
            ? null
            : $"MlOps: the connection string sets {leak}. Remove it. Or set TenantScope to Transaction, if every read is to run in one.";
    }
}
