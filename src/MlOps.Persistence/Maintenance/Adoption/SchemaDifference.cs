using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Adoption;

/// <summary>
/// What the migrations of a derived context make and those of the library do not. It is found as `dotnet ef migrations add` finds
/// a migration: by comparing two models. It needs no server.
/// </summary>
internal static class SchemaDifference
{
    private const string CreatedConcurrently = "Npgsql:CreatedConcurrently";

    /// <summary>Finds the commands that lead from the library's schema to that of the context.</summary>
    /// <exception cref="MlOpsException">They would do more than add to the library's schema.</exception>
    public static IReadOnlyList<MigrationCommand> Find(MlOpsDbContext context, MlOpsDbContext library)
    {
        var migrations = CreateMigrations(context);
        var source = context.GetService<IModelRuntimeInitializer>().Initialize(CreateMigrations(library)[^1].TargetModel);
        // The rules see to it that it is the model of the last migration. That one does not know the order of the columns.
        var target = context.GetService<IDesignTimeModel>().Model;
        var operations = context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(source.GetRelationalModel(), target.GetRelationalModel());
        AdoptionRules.Check(context, migrations, operations);
        ColumnOrder.Apply(migrations, operations);
        foreach (var index in operations.OfType<CreateIndexOperation>().Where(index => !IsSliced(target, index)))
        {
            // It cannot be built so in a transaction, and the adoption is one.
            index.RemoveAnnotation(CreatedConcurrently);
        }

        return context.GetService<IMigrationsSqlGenerator>().Generate(operations, target);
    }

    private static List<Migration> CreateMigrations(MlOpsDbContext context)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        return
        [
            .. assembly.Migrations.OrderBy(migration => migration.Key, StringComparer.Ordinal)
                .Select(migration => assembly.CreateMigration(migration.Value, context.Database.ProviderName!)),
        ];
    }

    private static bool IsSliced(IModel model, CreateIndexOperation index) => model.GetEntityTypes()
        .Any(type => type.GetTableName() == index.Table && type.GetSchema() == index.Schema && type.FindSlice() is not null);
}
