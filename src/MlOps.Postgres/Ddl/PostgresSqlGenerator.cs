using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace MlOps.Postgres.Ddl;

/// <summary>Writes the SQL of migrations: hands each operation to the features that it concerns, and the rest to Npgsql.</summary>
internal sealed class PostgresSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options, PostgresFeaturesOptions features)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
{
    private readonly SliceDdl _slices = new(features, dependencies);
    private readonly IndexDdl _indexes = new(features, dependencies);
    private readonly AllTenantsDdl _allTenants = new(features, dependencies.SqlGenerationHelper);
    private readonly SchemaMoveDdl _schemaMoves = new(features, dependencies.SqlGenerationHelper);
    private readonly ColumnDefaults _defaults = new(features.Annotations);
    private readonly MigrationPhases _phases = new(features, dependencies.SqlGenerationHelper);
    private bool _isIdempotent;

    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
    {
        _isIdempotent = options.HasFlag(MigrationsSqlGenerationOptions.Idempotent);
        _slices.RefuseChanges(operations);
        return base.Generate(_phases.Arrange(_defaults.Write(operations)), model, options);
    }

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!_slices.TryCreateTable(operation, model, builder, plain => base.Generate(plain, model, builder, terminate: false)))
            base.Generate(operation, model, builder, terminate);
    }

    // Policies name the tenant of a login by a function that reads the table of logins. Those of tables that stay were changed before.
    protected override void Generate(
        DropTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (operation[features.Annotations.BoundRole] is null)
            base.Generate(operation, model, builder, terminate);
        else
            builder.AppendStatements(
                [$"DROP TABLE {Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Name, operation.Schema)} CASCADE;"]);
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        base.Generate(_slices.AlterStorage(operation, model, builder), model, builder);

    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        _slices.RefuseRename(operation, model);
        base.Generate(operation, model, builder);
        _schemaMoves.Complete(operation, model, builder);
    }

    protected override void Generate(
        CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!_indexes.TryCreate(operation, model, builder, _isIdempotent, (plain, part) => base.Generate(plain, model, part)))
            base.Generate(operation, model, builder, terminate);
    }

    protected override void Generate(
        AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        _allTenants.Write(
            model,
            builder,
            [(operation.Table, operation.Schema), (operation.PrincipalTable, operation.PrincipalSchema)],
            () =>
            {
                if (!_slices.TryAddForeignKey(operation, model, builder))
                    base.Generate(operation, model, builder, terminate);
            });

    protected override void Generate(
        DropForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!_slices.TryDropForeignKey(operation, model, builder))
            base.Generate(operation, model, builder, terminate);
    }

    // A column that was NULL gets the default in its rows before.
    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        _allTenants.Write(
            model,
            builder,
            operation is { IsNullable: false, OldColumn.IsNullable: true } ? [(operation.Table, operation.Schema)] : [],
            () => base.Generate(operation, model, builder));

    protected override void Generate(
        InsertDataOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        _allTenants.Write(
            model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder, terminate));

    protected override void Generate(UpdateDataOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        _allTenants.Write(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder));

    protected override void Generate(DeleteDataOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        _allTenants.Write(model, builder, [(operation.Table, operation.Schema)], () => base.Generate(operation, model, builder));
}
