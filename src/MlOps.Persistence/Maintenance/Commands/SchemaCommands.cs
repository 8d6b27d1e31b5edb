using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>Runs the statements of maintenance, also of a context that sets its tenant in transactions alone.</summary>
internal static class SchemaCommands
{
    /// <summary>Runs a statement about the schema, as a migration would: also outside of a transaction.</summary>
    public static Task<int> ExecuteSchemaAsync(this DbContext context, string sql, CancellationToken cancellationToken) =>
        context.GetService<IRawSqlCommandBuilder>().Build(sql).ExecuteNonQueryAsync(
            new RelationalCommandParameterObject(
                context.GetService<IRelationalConnection>(),
                null,
                null,
                context,
                context.GetService<IRelationalCommandDiagnosticsLogger>(),
                CommandSource.Migrations),
            cancellationToken);
}
