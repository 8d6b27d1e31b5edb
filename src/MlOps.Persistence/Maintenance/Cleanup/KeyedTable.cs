using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>The table of an entity, whose rows are deleted by their ids.</summary>
/// <param name="Name">Its name, as SQL.</param>
/// <param name="TenantColumn">The column of the tenant, as SQL.</param>
/// <param name="IdColumn">The column of the id, as SQL.</param>
internal sealed record KeyedTable(string Name, string TenantColumn, string IdColumn)
{
    public static KeyedTable Of(IEntityType entity, ISqlGenerationHelper sql) => new(
        sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema()),
        ColumnOf(entity, nameof(Entity.TenantId), sql),
        ColumnOf(entity, nameof(Entity.Id), sql));

    /// <summary>Deletes rows of the tenant of a context.</summary>
    /// <exception cref="MlOpsException">Other rows refer to one of them.</exception>
    public async Task<int> DeleteAsync(MlOpsDbContext context, Guid[] ids, CancellationToken cancellationToken)
    {
        try
        {
            return await context.ExecuteSqlAsync(
                $"""
                DELETE FROM {new SqlFragment(Name)}
                WHERE {new SqlFragment(TenantColumn)} = {context.TenantId} AND {new SqlFragment(IdColumn)} = ANY ({ids})
                """,
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
        {
            throw new MlOpsException(
                MlOpsError.Refused,
                $"Rows of {e.TableName} refer to a row of {Name}, so that it stays. Erase it with all that refers to it.",
                e);
        }
    }

    public static string ColumnOf(IEntityType entity, string property, ISqlGenerationHelper sql) =>
        sql.DelimitIdentifier(entity.FindProperty(property)!.GetColumnName());
}
