using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>A migration with the given steps, which lead to the given model.</summary>
[Migration(ModelMigrations.First)]
internal sealed class ModelMigration(IModel model, IReadOnlyList<MigrationOperation> steps) : Migration
{
    public override IModel TargetModel => model;

    public override IReadOnlyList<MigrationOperation> UpOperations => steps;

    protected override void Up(MigrationBuilder migrationBuilder) => throw new NotSupportedException();
}
