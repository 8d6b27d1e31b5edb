using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Migrations;

namespace MlOps.Migrator.Tests.Later;

/// <summary>An index that is built while others write.</summary>
[DbContext(typeof(LaterContext)), Migration(Id)]
internal sealed class AddIndex : Initial
{
    public const string Id = "20990301000000_AddIndex";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder
        .CreateIndex("ix_later_owner", "ml_models", "owner").Annotation("Npgsql:CreatedConcurrently", true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("ix_later_owner", table: "ml_models");
}
