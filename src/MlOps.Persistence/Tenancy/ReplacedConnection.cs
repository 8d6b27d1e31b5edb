using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Gives a command the connection of its context, where <see cref="TenantSession"/> has replaced it. EF makes some commands before it opens
/// the connection.
/// </summary>
internal sealed class ReplacedConnection : DbCommandInterceptor
{
    public static readonly ReplacedConnection Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Mend(command, eventData, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) => new(Mend(command, eventData, result));

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Mend(command, eventData, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default) => new(Mend(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Mend(command, eventData, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default) => new(Mend(command, eventData, result));

    private static T Mend<T>(DbCommand command, CommandEventData eventData, T result)
    {
        if (command.Connection!.State != ConnectionState.Open
            && eventData.GetTenantOptions().DataSource is TenantDataSource { IsRefused: true })
            command.Connection = eventData.Context!.Database.GetDbConnection();

        return result;
    }
}
