using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Migrator.Operations;

/// <summary>pg_dump, for one database. The password is in its environment, where others do not see it.</summary>
internal sealed class PgDump
{
    private readonly PostgresClient _program;
    private readonly Dictionary<string, string> _environment;

    private PgDump(PostgresClient program, Dictionary<string, string> environment) => (_program, _environment) = (program, environment);

    /// <exception cref="PrivateServerException">It is not installed.</exception>
    public static PgDump Find(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var variables = new Dictionary<string, string?>
        {
            ["PGHOST"] = settings.Host,
            ["PGPORT"] = $"{settings.Port}",
            ["PGUSER"] = settings.Username,
            ["PGPASSWORD"] = settings.Password,
            ["PGPASSFILE"] = settings.Passfile,
            ["PGDATABASE"] = settings.Database,
            ["PGOPTIONS"] = settings.Options,
            ["PGSSLROOTCERT"] = settings.RootCertificate,
            ["PGSSLMODE"] = settings.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => $"{mode}".ToLowerInvariant(),
            },
        };
        return new PgDump(
            PostgresClient.Find("pg_dump", PostgresSearch.OfThisMachine(LocalHome.OfThisProject())),
            variables.Where(variable => !string.IsNullOrEmpty(variable.Value))
                .ToDictionary(variable => variable.Key, variable => variable.Value!));
    }

    /// <summary>Writes the rows of a snapshot into a file.</summary>
    public Task WriteAsync(string snapshot, string path, CancellationToken cancellationToken) => _program.RunAsync(
        ["--format=custom", "--no-password", $"--snapshot={snapshot}", $"--file={path}"], _environment, cancellationToken);
}
