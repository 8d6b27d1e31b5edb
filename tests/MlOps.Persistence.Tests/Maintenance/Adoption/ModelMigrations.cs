using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>One migration that makes the model of a context, as `dotnet ef migrations add` would write it.</summary>
internal sealed class ModelMigrations(ICurrentDbContext current, IMigrationsModelDiffer differ) : IMigrationsAssembly
{
    public const string First = "20270101000000_First";

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } =
        new Dictionary<string, TypeInfo> { [First] = typeof(ModelMigration).GetTypeInfo() };

    public ModelSnapshot ModelSnapshot => new ModelSnapshotOf(Model);

    public Assembly Assembly => typeof(ModelMigrations).Assembly;

    private IModel Model => current.Context.GetService<IDesignTimeModel>().Model;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(id => id == nameOrId);

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var steps = differ.GetDifferences(null, Model.GetRelationalModel());
        if (Model.FindAnnotation(TeamModels.HandWritten.Sql) is not null)
            return new ModelMigration(Model, [.. steps, new SqlOperation { Sql = "SELECT 1" }]);

        return Model.FindAnnotation(TeamModels.HandFilled.Rows) is not null
            ? new ModelMigration(
                Model, [.. steps, new InsertDataOperation { Table = "ml_models", Columns = ["name"], Values = new object?[,] { { "x" } } }])
            : new ModelMigration(Model, steps);
    }

    public void AddMigrations(Assembly additionalMigrationsAssembly) => throw new NotSupportedException();
}
