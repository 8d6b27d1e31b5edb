using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>A context whose one migration adds a foreign key to tables that exist.</summary>
internal sealed class OrphanContext(DbContextOptions<OrphanContext> options) : MlOpsDbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}

[DbContext(typeof(OrphanContext)), Migration("20270101000000_AddKey")]
internal sealed class AddKey : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddForeignKey("fk_child_parent", "child", "parent_id", "parent", principalColumn: "id");
}
