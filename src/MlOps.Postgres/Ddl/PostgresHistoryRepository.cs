using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
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
        while (!IsTrue(Command("pg_try_advisory_lock").ExecuteScalar(Parameters())))
            Thread.Sleep(Interval);

        return new AdvisoryLock(this);
    }

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        while (!IsTrue(await Command("pg_try_advisory_lock").ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false)))
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);

        return new AdvisoryLock(this);
    }

    private static bool IsTrue(object? value) => value is true;

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
