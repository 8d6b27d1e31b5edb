using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres;

/// <summary>Statements written by hand that follow when the model renames a table or a column.</summary>
internal static class SqlQueryExtensions
{
    /// <summary>The table of an entity, under an alias of your choice.</summary>
    public static SqlTable<TEntity> GetTable<TEntity>(this DbContext context, string alias)
        where TEntity : class
    {
        var entityType = context.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException(
                $"A query reads {typeof(TEntity).Name}, which the model does not have. Add the entity to the model.");
        return new SqlTable<TEntity>(entityType, alias, context.GetService<ISqlGenerationHelper>(), "A query");
    }

    /// <summary>A view of the model.</summary>
    public static SqlFragment GetView(this DbContext context, string name) =>
        new(context.GetService<ISqlGenerationHelper>().DelimitQualified(name));

    /// <summary>Runs a statement that returns nothing.</summary>
    public static Task<int> ExecuteSqlAsync(this DbContext context, SqlText statement, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(statement.ToFormattable(), cancellationToken);

    /// <summary>Reads what a statement returns. Each column bears the name of a property of the result.</summary>
    public static IQueryable<TResult> QuerySql<TResult>(this DbContext context, SqlText statement) =>
        context.Database.SqlQuery<TResult>(statement.ToFormattable());
}
