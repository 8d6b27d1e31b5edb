using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Transactions;
using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// What is known of the start of a session: the tenant that it goes back to whenever it is reset, and so each time that it leaves its
/// pool. The connection string does not say so, because what stands between may drop its options.
/// </summary>
internal sealed class SessionStart
{
    private static readonly ConditionalWeakTable<object, SessionStart> Known = [];

    // Of a session for which it does not matter, or whose pool does not reset it.
    private static readonly SessionStart WithoutTenant = new(null);

    private readonly Guid? _tenantId;

    private SessionStart(Guid? tenantId) => _tenantId = tenantId;

    /// <summary>What is known of the session of an open connection; null if it must be asked.</summary>
    public static SessionStart? Find(DbConnection connection)
    {
        if (connection is not NpgsqlConnection npgsql)
            return WithoutTenant;
        if (Known.TryGetValue(KeyOf(npgsql), out var start))
            return start;

        var settings = new NpgsqlConnectionStringBuilder(npgsql.ConnectionString);
        if (StartupOptions.NameTenant(settings) && settings is { NoResetOnClose: false, Multiplexing: false })
            return null;

        Known.AddOrUpdate(KeyOf(npgsql), WithoutTenant);
        return WithoutTenant;
    }

    /// <summary>Remembers what the session said.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="tenant">The tenant that the session had after it was reset, as a text of the server.</param>
    public static void Remember(DbConnection connection, object? tenant) => Known.AddOrUpdate(
        KeyOf((NpgsqlConnection)connection),
        tenant is string text && Guid.TryParse(text, out var tenantId) ? new SessionStart(tenantId) : WithoutTenant);

    /// <summary>
    /// Whether the session has a tenant now that it was opened. Within an ambient transaction it may have been opened before, for another
    /// tenant, and is not reset in between.
    /// </summary>
    public bool Serves(Guid tenantId) => tenantId == _tenantId && Transaction.Current is null;

    // Npgsql has one dictionary of parameters for each session, whichever connection uses it.
    private static object KeyOf(NpgsqlConnection connection) => connection.PostgresParameters;
}
