using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

[NeedsNoServer]
public class DatabaseRefusalTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.NumericValueOutOfRange, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.CheckViolation, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.ForeignKeyViolation, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.WithCheckOptionViolation, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.ProgramLimitExceeded, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.RaiseException, RefusalCause.Row)]
    [InlineData(PostgresErrorCodes.ConnectionFailure, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.DiskFull, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.QueryCanceled, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.InternalError, RefusalCause.Moment)]
    [InlineData(PostgresErrorCodes.UndefinedTable, RefusalCause.Configuration)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, RefusalCause.Configuration)]
    [InlineData(PostgresErrorCodes.InvalidPassword, RefusalCause.Configuration)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName, RefusalCause.Configuration)]
    [InlineData(PostgresErrorCodes.FeatureNotSupported, RefusalCause.Configuration)]
    [InlineData("39000", RefusalCause.Configuration)]
    public void What_the_server_says_tells_the_cause(string sqlState, RefusalCause cause)
    {
        var error = new PostgresException("message", "ERROR", "ERROR", sqlState);
        Assert.Equal(cause, DatabaseRefusal.FindCause(error));
        Assert.Equal(cause, DatabaseRefusal.FindCause(new DbUpdateException("outer", error)));
    }

    [Fact]
    public void What_the_client_says_tells_the_cause_if_it_is_known()
    {
        Assert.Equal(RefusalCause.Row, DatabaseRefusal.FindCause(new IllegalTransitionException("no")));
        Assert.Equal(RefusalCause.Row, DatabaseRefusal.FindCause(new JsonException()));
        Assert.Equal(RefusalCause.Moment, DatabaseRefusal.FindCause(new NpgsqlException("lost", new IOException())));
        Assert.Equal(RefusalCause.Moment, DatabaseRefusal.FindCause(new InvalidOperationException("outer", new TimeoutException())));
        Assert.Equal(RefusalCause.Configuration, DatabaseRefusal.FindCause(new MlOpsException(MlOpsError.NewerSchema, "new")));
        Assert.Equal(RefusalCause.Unknown, DatabaseRefusal.FindCause(new InvalidCastException()));
        Assert.Equal(RefusalCause.Unknown, DatabaseRefusal.FindCause(new ArgumentException("odd")));
    }
}
