using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Postgres.Slices;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace MlOps.Persistence.Postgres.Ddl;

/// <summary>Writes the SQL of migrations, PostgreSQL's features included.</summary>
internal sealed class PostgresSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
{
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default) =>
        base.Generate(MigrationPhases.Arrange(operations, Dependencies.SqlGenerationHelper), model, options);

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (operation[PostgresAnnotations.Slice] is not string text)
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        var slice = SliceSpec.Parse(text);
        var aligned = operation.ForeignKeys.Where(key => IsAligned(key, slice, model)).ToList();
        CreatePartitioned(operation, slice, aligned, model, builder);
        foreach (var statement in SliceSql.CreateDefault(operation, aligned, Dependencies.SqlGenerationHelper))
        {
            builder.AppendLine(statement);
            EndStatement(builder);
        }
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (!Equals(operation[PostgresAnnotations.Slice], operation.OldTable[PostgresAnnotations.Slice]))
            throw new NotSupportedException(
                $"How table '{operation.Name}' is sliced cannot change while it has rows: PostgreSQL does not partition a table that " +
                "exists. Map the entity to a new table, copy the rows in a step of its own, and drop the old table later.");

        base.Generate(operation, model, builder);
    }

    // PARTITION BY follows the columns at once, so that the comments have to wait.
    private void CreatePartitioned(
        CreateTableOperation operation,
        SliceSpec slice,
        List<AddForeignKeyOperation> aligned,
        IModel? model,
        MigrationCommandListBuilder builder)
    {
        var comments = TableComments.Take(operation);
        operation.ForeignKeys.RemoveAll(aligned.Contains);
        try
        {
            base.Generate(operation, model, builder, terminate: false);
        }
        finally
        {
            comments.GiveBack(operation);
            operation.ForeignKeys.AddRange(aligned);
        }

        builder.AppendLine().AppendLine($"PARTITION BY RANGE ({Dependencies.SqlGenerationHelper.DelimitIdentifier(slice.Column)});");
        EndStatement(builder);
        foreach (var statement in comments.Statements(operation, Dependencies))
        {
            builder.AppendLine(statement);
            EndStatement(builder);
        }
    }

    private static bool IsAligned(AddForeignKeyOperation key, SliceSpec slice, IModel? model) =>
        model?.GetRelationalModel().FindTable(key.PrincipalTable, key.PrincipalSchema)?[PostgresAnnotations.Slice] is string principal
        && SliceSpec.Parse(principal).Root == slice.Root;
}
