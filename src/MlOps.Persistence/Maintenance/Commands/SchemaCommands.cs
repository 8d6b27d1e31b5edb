using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Connections;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>How maintenance reaches the server, whether or not the context tells its tenant in transactions alone.</summary>
internal static class SchemaCommands
{
    /// <summary>Runs a statement about the schema, as a migration would: also outside of a transaction.</summary>
    public static Task<int> ExecuteSchemaAsync(this MlOpsDbContext context, string sql, CancellationToken cancellationToken) =>
        context.GetService<IRawSqlCommandBuilder>().Build(sql).ExecuteNonQueryAsync(
            new RelationalCommandParameterObject(
                context.GetService<IRelationalConnection>(),
                null,
                null,
                context,
                context.GetService<IRelationalCommandDiagnosticsLogger>(),
                CommandSource.Migrations),
            cancellationToken);

    /// <summary>Reads in the transaction of the context, or else in one of its own.</summary>
    public static Task<T> ReadAsync<T>(this MlOpsDbContext context, Func<Task<T>> read, CancellationToken cancellationToken) =>
        context.Database.CurrentTransaction is null ? OwnTransaction.RunAsync(context, read, cancellationToken) : read();
}
