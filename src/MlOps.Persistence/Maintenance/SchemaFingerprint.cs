using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// What the last upgrade left behind, as a comment of the history table: the program that made it, the days whose slices it made, and
/// the schema. A program that finds the same has nothing to upgrade, and knows so before EF builds a model.
/// </summary>
internal sealed class SchemaFingerprint(MlOpsDbContext context, DateTimeOffset from, DateTimeOffset to)
{
    private const string History = MlOpsDbContextOptionsExtensions.HistoryTable;

    // The names and kinds of all relations, what is attached to what, and what is still to be built or validated.
    private const string ReadSchema =
        $"""
        SELECT obj_description('{History}'::regclass, 'pg_class'),
            (SELECT string_agg("MigrationId", ' ' ORDER BY "MigrationId") FROM {History})
            || ' ' || (SELECT concat(count(*), ' ', sum(hashtextextended(concat(nspname, relname, relkind, relispartition), 0)))
                FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema')
            || ' ' || (SELECT count(*) FROM pg_index WHERE NOT indisvalid)
            || ' ' || (SELECT count(*) FROM pg_constraint WHERE NOT convalidated)
        """;

    // The services of a context need its model.
    private readonly DbDataSource? _dataSource = context.Options.FindExtension<MlOpsOptionsExtension>()?.DataSource;

    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (stored, schema) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return stored is not null && stored == Compose(schema);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            // The context may have been told to try again.
            return false;
        }
    }

    /// <summary>Writes it down. Who does not own the history table cannot, and upgrades an up-to-date database the long way.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var (stored, schema) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (schema is null || stored == Compose(schema))
            return;

        try
        {
            await MigrationLock.RunAsync(
                context,
                token => context.ExecuteSchemaAsync($"COMMENT ON TABLE {History} IS {SqlNames.Literal(Compose(schema))}", token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
        }
    }

    /// <summary>The fingerprint of the database as it is.</summary>
    internal async Task<string> ComposeAsync(CancellationToken cancellationToken) =>
        Compose((await ReadAsync(cancellationToken).ConfigureAwait(false)).Schema);

    // Both are null if there is no database or no history yet.
    private async Task<(string? Stored, string? Schema)> ReadAsync(CancellationToken cancellationToken)
    {
        if (_dataSource is null)
            return (null, null);

        try
        {
            var command = _dataSource.CreateCommand(ReadSchema);
            await using var whenDone = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var whenRead = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return (reader[0] as string, reader[1] as string);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable)
        {
            return (null, null);
        }
    }

    private string Compose(string? schema)
    {
        var program = string.Join(
            ' ',
            new[] { context.GetType().Assembly, FindMigrations(), typeof(MlOpsDbContext).Assembly, typeof(SqlNames).Assembly }
                .Select(assembly => assembly?.ManifestModule.ModuleVersionId));
        var days = string.Create(CultureInfo.InvariantCulture, $"{from.UtcDateTime:yyyy-MM-dd} {to.UtcDateTime:yyyy-MM-dd}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.GetType().FullName} {program} {schema}"));
        return $"Upgraded {days} {Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }

    // Null if the migrations are in the assembly of the context.
    private Assembly? FindMigrations()
    {
        var options = RelationalOptionsExtension.Extract(context.Options);
        return options.MigrationsAssembly is { } name ? Assembly.Load(new AssemblyName(name)) : options.MigrationsAssemblyObject;
    }
}
