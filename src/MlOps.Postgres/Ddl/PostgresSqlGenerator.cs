using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace MlOps.Postgres.Ddl;

/// <summary>Writes the SQL of migrations, PostgreSQL's features included.</summary>
internal sealed class PostgresSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options, PostgresFeaturesOptions features)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
{
    private readonly PostgresAnnotations _names = features.Annotations;
    private bool _isIdempotent;
    private List<RenameColumnOperation> _columnRenames = [];

    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
    {
        _columnRenames = [.. operations.OfType<RenameColumnOperation>()];
        _isIdempotent = options.HasFlag(MigrationsSqlGenerationOptions.Idempotent);
        return base.Generate(new MigrationPhases(features, Dependencies.SqlGenerationHelper).Arrange(operations), model, options);
    }

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (_names.FindSlice(operation) is not { } slice)
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        var aligned = operation.ForeignKeys.Where(key => IsAligned(key, slice, model)).ToList();
        CreatePartitioned(operation, slice, aligned, model, builder);
        Append(SliceSql.CreateDefault(operation, SliceStorage.With(operation), aligned, Dependencies.SqlGenerationHelper), builder);
    }

    // An index that is asked for concurrently is for a table in use. PostgreSQL does not build one concurrently on a
    // partitioned table: it is declared here, and maintenance builds it partition by partition.
    protected override void Generate(
        CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (operation[NpgsqlAnnotationNames.CreatedConcurrently] is not true)
        {
            base.Generate(operation, model, builder, terminate);
        }
        else if (FindSlice(model, operation.Table, operation.Schema) is not null)
        {
            var on = $" ON {Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Table, operation.Schema)} ";
            builder.Append(NotConcurrently(operation, model).Replace(on, $" ON ONLY{on[" ON".Length..]}", StringComparison.Ordinal));
            EndStatement(builder);
        }
        else if (_isIdempotent)
        {
            // An idempotent script wraps each statement in a DO block, where nothing can be built concurrently.
            builder.Append(NotConcurrently(operation, model));
            EndStatement(builder);
        }
        else
        {
            builder.AppendLine(IndexSql.Prepare(Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Name, operation.Schema)));
            EndStatement(builder);
            // A run that was killed after the build, and before its migration was noted, has left a valid one.
            builder.Append(StatementOf(operation, model).Replace(" CONCURRENTLY ", " CONCURRENTLY IF NOT EXISTS ", StringComparison.Ordinal));
            EndStatement(builder, suppressTransaction: true);
            builder.AppendLine(IndexSql.LimitWaits);
            EndStatement(builder);
        }
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (!IsSlicedAsBefore(operation))
            throw new NotSupportedException(
                $"How table '{operation.Name}' is sliced cannot change while it has rows: PostgreSQL does not partition a table that " +
                "exists. Map the entity to a new table, copy the rows in a step of its own, and drop the old table later.");

        if (FindSlice(model, operation.Name, operation.Schema) is null)
        {
            base.Generate(operation, model, builder);
            return;
        }

        Append(SliceStorage.Alter(operation, Dependencies.SqlGenerationHelper), builder);
        var (before, after) = (SliceStorage.Take(operation.OldTable), SliceStorage.Take(operation));
        try
        {
            base.Generate(operation, model, builder);
        }
        finally
        {
            operation.OldTable.AddAnnotations(before);
            operation.AddAnnotations(after);
        }
    }

    // Partitions and their bounds follow when a column gets another name.
    private bool IsSlicedAsBefore(AlterTableOperation table)
    {
        var renames = _columnRenames.Where(rename => (rename.Table, rename.Schema) == (table.Name, table.Schema));
        return _names.FindSlice(table) == _names.FindSlice(table.OldTable)?.Renamed(renames);
    }

    private string NotConcurrently(CreateIndexOperation operation, IModel? model)
    {
        operation[NpgsqlAnnotationNames.CreatedConcurrently] = null;
        try
        {
            return StatementOf(operation, model);
        }
        finally
        {
            operation[NpgsqlAnnotationNames.CreatedConcurrently] = true;
        }
    }

    private string StatementOf(CreateIndexOperation operation, IModel? model)
    {
        var statement = new MigrationCommandListBuilder(Dependencies);
        base.Generate(operation, model, statement, terminate: true);
        return statement.GetCommandList()[0].CommandText;
    }

    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (FindSlice(model, operation.NewName ?? operation.Name, operation.NewSchema) is not null)
            throw new NotSupportedException(
                $"Table '{operation.Name}' is sliced and cannot be renamed: the names of its partitions, which only the database knows, " +
                "are made of its own. Keep the name with ToTable, or map the entity to a new table and copy the rows in a step of its own.");

        base.Generate(operation, model, builder);
        var table = model?.GetRelationalModel().FindTable(operation.NewName ?? operation.Name, operation.NewSchema);
        Append(TableMoves.Complete(operation, table, _names, Dependencies.SqlGenerationHelper), builder);
    }

    protected override void Generate(
        AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        ForAllTenants(model, builder, [(operation.Table, operation.Schema), (operation.PrincipalTable, operation.PrincipalSchema)], () =>
        {
            if (FindSlice(model, operation.Table, operation.Schema) is { } slice && IsAligned(operation, slice, model))
            {
                builder.AppendLines(SliceSql.AddKey(operation, Dependencies.SqlGenerationHelper));
                EndStatement(builder);
            }
            else
            {
                base.Generate(operation, model, builder, terminate);
            }
        });

    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        // What was NULL gets the default before.
        if (operation is { IsNullable: false, OldColumn.IsNullable: true })
            ForAllTenants(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder));
        else
            base.Generate(operation, model, builder);
    }

    protected override void Generate(
        InsertDataOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        ForAllTenants(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder, terminate));

    protected override void Generate(UpdateDataOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        ForAllTenants(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder));

    protected override void Generate(DeleteDataOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        ForAllTenants(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder));

    // Rows are read and written as whoever migrates. An owner whom policies hold would reach one tenant's, or none: orphans of
    // others would pass a new key, and their good rows be refused.
    private void ForAllTenants(IModel? model, MigrationCommandListBuilder builder, (string Table, string? Schema)[] tables, Action write)
    {
        var forced = tables.Distinct()
            .Where(table => model?.GetRelationalModel().FindTable(table.Table, table.Schema)?[_names.RowSecurity] is not null)
            .Select(table => Dependencies.SqlGenerationHelper.DelimitIdentifier(table.Table, table.Schema)).ToList();
        Append(forced.Select(RowSecuritySql.DisableForce), builder);
        write();
        Append(forced.Select(RowSecuritySql.EnableForce), builder);
    }

    private void Append(IEnumerable<string> statements, MigrationCommandListBuilder builder)
    {
        foreach (var statement in statements)
        {
            builder.AppendLines(statement);
            EndStatement(builder);
        }
    }

    protected override void Generate(
        DropForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (FindSlice(model, operation.Table, operation.Schema) is null)
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        builder.AppendLines(SliceSql.DropKey(operation, Dependencies.SqlGenerationHelper));
        EndStatement(builder);
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
        var storage = SliceStorage.Take(operation);
        operation.ForeignKeys.RemoveAll(aligned.Contains);
        try
        {
            base.Generate(operation, model, builder, terminate: false);
        }
        finally
        {
            comments.GiveBack(operation);
            operation.AddAnnotations(storage);
            operation.ForeignKeys.AddRange(aligned);
        }

        builder.AppendLine().AppendLine($"PARTITION BY RANGE ({Dependencies.SqlGenerationHelper.DelimitIdentifier(slice.Column)});");
        EndStatement(builder);
        Append(comments.Statements(operation, Dependencies), builder);
    }

    private bool IsAligned(AddForeignKeyOperation key, SliceSpec slice, IModel? model) =>
        FindSlice(model, key.PrincipalTable, key.PrincipalSchema)?.Root == slice.Root;

    private SliceSpec? FindSlice(IModel? model, string table, string? schema) =>
        model?.GetRelationalModel().FindTable(table, schema) is { } found ? _names.FindSlice(found) : null;
}
