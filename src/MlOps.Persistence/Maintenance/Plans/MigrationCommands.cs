using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance.Commands;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>The commands of migrations, as EF runs them, but for what it writes into its history.</summary>
internal sealed class MigrationCommands(DbContext context)
{
    private readonly IMigrationsSqlGenerator _generator = context.GetService<IMigrationsSqlGenerator>();
    private readonly IModelRuntimeInitializer _initializer = context.GetService<IModelRuntimeInitializer>();

    public Migration Create(string name) => context.GetService<IMigrationsAssembly>()
        .CreateMigration(DeclaredMigrations.Of(context)[name], context.Database.ProviderName!);

    public IReadOnlyList<MigrationCommand> Apply(Migration migration) =>
        _generator.Generate(migration.UpOperations, Complete(migration.TargetModel));

    /// <summary>Those that take a migration back.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="before">The migration before it.</param>
    public IReadOnlyList<MigrationCommand> Revert(Migration migration, Migration before) =>
        _generator.Generate(migration.DownOperations, Complete(before.TargetModel));

    private IModel Complete(IModel model) => _initializer.Initialize(model, designTime: true, validationLogger: null);
}
