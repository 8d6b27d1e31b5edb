using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Migrations;

namespace MlOps.Migrator.Tests.Later;

/// <summary>A column, a table, and an index that keeps writers waiting.</summary>
[DbContext(typeof(LaterContext)), Migration(Id)]
internal sealed class AddNotes : Initial
{
    public const string Id = "20990101000000_AddNotes";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("later_note", "ml_models", "text", nullable: true);
        migrationBuilder.CreateTable(
            "later_things",
            columns: table => new { id = table.Column<int>("integer"), name = table.Column<string>("text", nullable: true) },
            constraints: table => table.PrimaryKey("pk_later_things", row => row.id));
        migrationBuilder.CreateIndex("ix_later_type", "ml_models", "model_type");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_later_type", table: "ml_models");
        migrationBuilder.DropTable("later_things");
        migrationBuilder.DropColumn("later_note", "ml_models");
    }
}
