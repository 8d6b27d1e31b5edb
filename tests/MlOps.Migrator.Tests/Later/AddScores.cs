using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Migrations;

namespace MlOps.Migrator.Tests.Later;

/// <summary>A column of a sliced table.</summary>
[DbContext(typeof(LaterContext)), Migration(Id)]
internal sealed class AddScores : Initial
{
    public const string Id = "20990201000000_AddScores";

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<double>("later_score", "ml_predictions", "double precision", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("later_score", "ml_predictions");
}
