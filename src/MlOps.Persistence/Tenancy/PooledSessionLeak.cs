using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>Finds settings with which a pooled session would keep one user's tenant for the next user.</summary>
internal static class PooledSessionLeak
{
    /// <summary>What is wrong with a connection string; null if nothing is, or if the tenant is set in transactions.</summary>
    public static string? Find(string connectionString, TenantScope scope)
    {
        var leak = scope == TenantScope.Transaction ? null : new NpgsqlConnectionStringBuilder(connectionString) switch
        {
            { NoResetOnClose: true } =>
                "'No Reset On Close', with which a pooled connection keeps the tenant of its last user",
            { Multiplexing: true } => "'Multiplexing', with which tenants share a session and could see each other's rows",
            _ => null,
        };
        return leak is null
            ? null
            : $"MlOps: the connection string sets {leak}. Remove it. Or set TenantScope to Transaction, if every read is to " +
                "run in one.";
    }
}
