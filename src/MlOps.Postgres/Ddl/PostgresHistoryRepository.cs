using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Lets one process migrate a database at a time. Others ask again and again instead of waiting in the server, where a
/// waiter holds a snapshot that CREATE INDEX CONCURRENTLY waits for in turn. The history itself stays readable meanwhile.
/// </summary>
internal sealed class PostgresHistoryRepository(HistoryRepositoryDependencies dependencies, PostgresFeaturesOptions features)
    : NpgsqlHistoryRepository(dependencies)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Connection;

    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        for (var hasSaid = false; !IsTrue(Command("pg_try_advisory_lock").ExecuteScalar(Parameters())); hasSaid = true)
        {
            SayOnce(hasSaid);
            Thread.Sleep(Interval);
        }

        return new AdvisoryLock(this);
    }

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        var hasSaid = false;
        while (!IsTrue(await Command("pg_try_advisory_lock").ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false)))
        {
            SayOnce(hasSaid);
            hasSaid = true;
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }

        return new AdvisoryLock(this);
    }

    // EF reads the table at once and takes the error for an answer. The log of a first start would show that as a failure.
    public override IReadOnlyList<HistoryRow> GetAppliedMigrations()
    {
        try
        {
            return IsTrue(FindTable().ExecuteScalar(Parameters())) ? base.GetAppliedMigrations() : [];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return [];
        }
    }

    public override async Task<IReadOnlyList<HistoryRow>> GetAppliedMigrationsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return IsTrue(await FindTable().ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false))
                ? await base.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)
                : [];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return [];
        }
    }

    private void SayOnce(bool hasSaid)
    {
        if (!hasSaid)
            MigrationLog.Waiting(Dependencies.CurrentContext.Context.GetService<ILoggerFactory>()
                .CreateLogger<PostgresHistoryRepository>());
    }

    private static bool IsTrue(object? value) => value is true;

    private IRelationalCommand FindTable()
    {
        var table = Dependencies.SqlGenerationHelper.DelimitIdentifier(TableName, TableSchema);
        return Dependencies.RawSqlCommandBuilder.Build(
            $"SELECT to_regclass({Dependencies.TypeMappingSource.GetMapping(typeof(string)).GenerateSqlLiteral(table)}) IS NOT NULL");
    }

    private IRelationalCommand Command(string function) =>
        Dependencies.RawSqlCommandBuilder.Build(
            string.Create(CultureInfo.InvariantCulture, $"SELECT {function}({features.MigrationLockKey})"));

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, CommandSource.Migrations);

    private sealed class AdvisoryLock(PostgresHistoryRepository history) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => history;

        public void Dispose() => history.Command("pg_advisory_unlock").ExecuteScalar(history.Parameters());

        public async ValueTask DisposeAsync() =>
            await history.Command("pg_advisory_unlock").ExecuteScalarAsync(history.Parameters(), CancellationToken.None)
                .ConfigureAwait(false);
    }
}
