using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Writes indexes of tables that are in use: those that are asked for concurrently. PostgreSQL does not build one concurrently
/// on a partitioned table: it is declared there, and maintenance builds it partition by partition.
/// </summary>
internal sealed class IndexDdl(PostgresFeaturesOptions features, MigrationsSqlGeneratorDependencies dependencies)
{
    private readonly ISqlGenerationHelper _sql = dependencies.SqlGenerationHelper;

    /// <summary>Creates an index that is asked for concurrently.</summary>
    /// <param name="index">The index.</param>
    /// <param name="model">The model that the migration leads to.</param>
    /// <param name="builder">Takes the statements.</param>
    /// <param name="isIdempotent">Whether each statement is wrapped in a DO block, where nothing can be built concurrently.</param>
    /// <param name="write">Writes CREATE INDEX as Npgsql does.</param>
    /// <returns>Whether it is asked for concurrently; if not, nothing is written.</returns>
    public bool TryCreate(
        CreateIndexOperation index,
        IModel? model,
        MigrationCommandListBuilder builder,
        bool isIdempotent,
        Action<CreateIndexOperation, MigrationCommandListBuilder> write)
    {
        if (index[NpgsqlAnnotationNames.CreatedConcurrently] is not true)
            return false;

        var plain = index.Copy();
        plain.RemoveAnnotation(NpgsqlAnnotationNames.CreatedConcurrently);
        var table = _sql.DelimitIdentifier(index.Table, index.Schema);
        if (model.FindTable(index.Table, index.Schema) is { } found && features.Annotations.FindSlice(found) is not null)
            builder.AppendStatement(Format(plain, write).Replace($" ON {table} ", $" ON ONLY {table} ", StringComparison.Ordinal));
        else if (isIdempotent)
            builder.AppendStatement(Format(plain, write));
        else
            CreateConcurrently(index, table, Format(index, write), builder);

        return true;
    }

    private void CreateConcurrently(CreateIndexOperation index, string table, string statement, MigrationCommandListBuilder builder)
    {
        builder.AppendStatement(IndexSql.Prepare(_sql.DelimitIdentifier(index.Name, index.Schema), index.Name, table));
        // A run that was killed after the build, and before its migration was noted, has built a valid one.
        builder.AppendStatement(
            statement.Replace(" CONCURRENTLY ", " CONCURRENTLY IF NOT EXISTS ", StringComparison.Ordinal), suppressTransaction: true);
        builder.AppendStatement(IndexSql.LimitWaits);
    }

    private string Format(CreateIndexOperation index, Action<CreateIndexOperation, MigrationCommandListBuilder> write)
    {
        var statement = new MigrationCommandListBuilder(dependencies);
        write(index, statement);
        return statement.GetCommandList()[0].CommandText;
    }
}
