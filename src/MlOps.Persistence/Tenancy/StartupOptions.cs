using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>The options with which a session of the server starts, and to which it goes back when it is reset.</summary>
internal static class StartupOptions
{
    // Npgsql and libpq take it where the connection string has no options.
    private const string Variable = "PGOPTIONS";

    /// <summary>Adds those that a tenant needs to those of the application. A tenant that the application names stays.</summary>
    public static void Add(NpgsqlConnectionStringBuilder settings, Guid tenantId)
    {
        if (NameTenant(settings))
            return;

        var given = settings.Options ?? Environment.GetEnvironmentVariable(Variable);
        settings.Options =
            $"{given} -c {MlOpsPostgresFeatures.TenantSetting}={tenantId} -c {TenantSession.PartitionwiseJoin}=on".TrimStart();
    }

    public static bool NameTenant(NpgsqlConnectionStringBuilder settings) =>
        settings.Options?.Contains(MlOpsPostgresFeatures.TenantSetting, StringComparison.OrdinalIgnoreCase) is true;
}
