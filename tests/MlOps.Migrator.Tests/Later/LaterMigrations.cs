using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Migrations;

namespace MlOps.Migrator.Tests.Later;

/// <summary>The library's migration, and three more.</summary>
internal sealed class LaterMigrations(ICurrentDbContext current) : IMigrationsAssembly
{
    public static string Initial { get; } = typeof(Initial).GetCustomAttribute<MigrationAttribute>()!.Id;

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } = new SortedDictionary<string, TypeInfo>(StringComparer.Ordinal)
    {
        [Initial] = typeof(Initial).GetTypeInfo(),
        [AddNotes.Id] = typeof(AddNotes).GetTypeInfo(),
        [AddScores.Id] = typeof(AddScores).GetTypeInfo(),
        [AddIndex.Id] = typeof(AddIndex).GetTypeInfo(),
    };

    public ModelSnapshot ModelSnapshot => new SnapshotOf(current.Context.GetService<IDesignTimeModel>().Model);

    public Assembly Assembly => typeof(LaterMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(id => id == nameOrId);

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    public void AddMigrations(Assembly additionalMigrationsAssembly) => throw new NotSupportedException();

    private sealed class SnapshotOf(IModel model) : ModelSnapshot
    {
        public override IModel Model => model;

        protected override void BuildModel(ModelBuilder modelBuilder) => throw new NotSupportedException();
    }
}
