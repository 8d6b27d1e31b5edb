using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>Steps of migrations in docs/postgres-features.md that the library's own have not, as `dotnet ef` writes them.</summary>
internal static class MigrationSamples
{
    public static void ConcurrentIndex(MigrationBuilder migrationBuilder)
    {
        // <concurrent-index>
        migrationBuilder.CreateIndex(
            name: "ix_ml_models_tenant_id_model_type",
            table: "ml_models",
            columns: new[] { "tenant_id", "model_type" })
            .Annotation("Npgsql:CreatedConcurrently", true);
        // </concurrent-index>
    }

    public static void SliceKey(MigrationBuilder migrationBuilder)
    {
        // <slice-key>
        migrationBuilder.AddForeignKey(
            name: "fk_ml_feedback_ml_predictions_tenant_id_prediction_id",
            table: "ml_feedback",
            columns: new[] { "tenant_id", "prediction_id" },
            principalTable: "ml_predictions",
            principalColumns: new[] { "tenant_id", "id" },
            onDelete: ReferentialAction.Cascade);
        // </slice-key>
    }

    public static void Check(MigrationBuilder migrationBuilder)
    {
        // <check>
        migrationBuilder.DropCheckConstraint(
            name: "ck_ml_feedback_rating_range",
            table: "ml_feedback");

        migrationBuilder.AddCheckConstraint(
            name: "ck_ml_feedback_rating_range",
            table: "ml_feedback",
            sql: "rating between 1 and 10");
        // </check>
    }
}
