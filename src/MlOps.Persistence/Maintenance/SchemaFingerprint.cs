using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
using MlOps.Postgres.Exclusions;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// What the last upgrade wrote as a comment of the history table: its program, the days that it made slices for, and the schema. A
/// program that finds the same has nothing to upgrade, and knows so before EF builds a model.
/// </summary>
internal sealed class SchemaFingerprint(MlOpsDbContext context, DateTimeOffset from, DateTimeOffset to)
{
    private const string History = MlOpsDbContextOptionsExtensions.HistoryTable;

    // The names and kinds of all relations, what is attached to what, what is still to be built or validated, and whether constraints
    // against overlapping periods can be added that were left out.
    private const string ReadSchema =
        $"""
        SELECT obj_description('{History}'::regclass, 'pg_class'),
            (SELECT coalesce(array_agg("MigrationId"::text ORDER BY "MigrationId" COLLATE "C"), ARRAY[]::text[]) FROM {History}),
            (SELECT concat(count(*), ' ', sum(hashtextextended(concat(nspname, relname, relkind, relispartition), 0)))
                FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema')
            || ' ' || (SELECT count(*) FROM pg_index WHERE NOT indisvalid)
            || ' ' || (SELECT count(*) FROM pg_constraint WHERE NOT convalidated)
            || ' ' || (SELECT count(*) + count(installed_version) FROM pg_available_extensions WHERE name = '{ExclusionSql.Extension}')
        """;

    /// <summary>Whether there is surely nothing to upgrade. If it cannot be known, the upgrade finds out the long way.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (FindDataSource() is not { } dataSource)
            return false;

        try
        {
            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var whenDone = connection.ConfigureAwait(false);
            var (stored, schema, _) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            return stored == Compose(schema);
        }
        catch (NpgsqlException)
        {
            // There may be no database and no history yet, or the context may be set to retry.
            return false;
        }
    }

    /// <summary>
    /// Writes it after an upgrade. A role that cannot, for instance because it does not own the history table, upgrades an up-to-date
    /// database the long way each time.
    /// </summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MigrationLock.RunAsync(context, StoreLockedAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when ((e.InnerException ?? e) is NpgsqlException)
        {
            // The upgrade itself is complete.
        }
    }

    /// <summary>The fingerprint of the database as it is.</summary>
    internal async Task<string> ComposeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Compose((await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Schema);

    // Another version may have migrated the database in the meantime, and then it is not as this one wants it.
    private async Task<bool> StoreLockedAsync(CancellationToken cancellationToken)
    {
        var (stored, schema, migrations) =
            await ReadAsync(context.Database.GetDbConnection(), cancellationToken).ConfigureAwait(false);
        if (stored == Compose(schema) || !DeclaredMigrations.Of(context).Keys.Order(StringComparer.Ordinal).SequenceEqual(migrations))
            return false;

        await context.ExecuteSchemaAsync($"COMMENT ON TABLE {History} IS {SqlNames.Literal(Compose(schema))}", cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    // EF knows the connection of a context, but not without its model. Null where it may be another than that of the data source.
    private DbDataSource? FindDataSource()
    {
        var configures = context.GetType().GetMethod(
            "OnConfiguring", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(DbContextOptionsBuilder)])!;
        var dataSource = context.Options.FindExtension<MlOpsOptionsExtension>()?.DataSource;
        return context.HasUsedDatabase || configures.DeclaringType != typeof(MlOpsDbContext)
            || RelationalOptionsExtension.Extract(context.Options) is not NpgsqlOptionsExtension npgsql || npgsql.DataSource != dataSource
            ? null
            : dataSource;
    }

    private static async Task<(string? Stored, string Schema, string[] Migrations)> ReadAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var whenDone = command.ConfigureAwait(false);
        command.CommandText = ReadSchema;
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var migrations = (string[])reader[1];
        return (reader[0] as string, $"{string.Join(' ', migrations)} {reader[2]}", migrations);
    }

    private string Compose(string schema)
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
