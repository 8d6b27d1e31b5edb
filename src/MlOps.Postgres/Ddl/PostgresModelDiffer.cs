using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update.Internal;
using MlOps.Postgres.Views;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Removes operations that change nothing, and adds those for views, triggers and policies that would block a change.
/// </summary>
internal sealed class PostgresModelDiffer(
    IRelationalTypeMappingSource typeMappingSource,
    IMigrationsAnnotationProvider migrationsAnnotationProvider,
    IRelationalAnnotationProvider relationalAnnotationProvider,
    IRowIdentityMapFactory rowIdentityMapFactory,
    CommandBatchPreparerDependencies commandBatchPreparerDependencies,
    PostgresFeaturesOptions features)
    : MigrationsModelDiffer(
        typeMappingSource,
        migrationsAnnotationProvider,
        relationalAnnotationProvider,
        rowIdentityMapFactory,
        commandBatchPreparerDependencies)
{
    public override IReadOnlyList<MigrationOperation> GetDifferences(IRelationalModel? source, IRelationalModel? target)
    {
        RefuseOtherNames(source?.Model, target?.Model);
        var operations = base.GetDifferences(source, target).ToList();
        if (features.HasLowerCaseKeyNames)
            KeyNames.Lower(operations, source);

        KeyIndexes.RemoveFromLeaves(operations, source, target);
        TableChanges.Apply(operations, source, target);
        ViewChanges.Apply(operations, source, target);
        ViewSchemas.Apply(operations, source, target);
        return operations;
    }

    private static void RefuseOtherNames(IModel? source, IModel? target)
    {
        if (source?.FindFeatures() is { } before && target?.FindFeatures() is { } after && before.ToAnnotation() != after.ToAnnotation())
            throw new InvalidOperationException(
                $"The names in the options of UsePostgresFeatures were {before.ToAnnotation()} when the last migration was added, and " +
                $"are {after.ToAnnotation()} now. What exists in databases has the old names, and would not be found. Set them back.");
    }
}
