using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>The view schema_migrations: EF's record of migrations, for SQL that asks for the version of a schema.</summary>
internal static class MigrationHistoryView
{
    // EF creates its table itself when it migrates; EnsureCreated does not create it. Readers have no right to the table.
    private const string Function =
        $"""
        RETURNS TABLE (version text, name text, product_version text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
        BEGIN
            IF to_regclass('public.{MlOpsDbContextOptionsExtensions.HistoryTable}') IS NOT NULL THEN
                RETURN QUERY EXECUTE
                    'SELECT split_part("MigrationId", ''_'', 1), substr("MigrationId", strpos("MigrationId", ''_'') + 1), "ProductVersion"::text
                    FROM public.{MlOpsDbContextOptionsExtensions.HistoryTable} ORDER BY "MigrationId"';
            END IF;
        END $function$
        """;

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("applied_migrations()", Function);
        builder.HasSqlView(
            "schema_migrations",
            _ => "SELECT version, name, product_version FROM applied_migrations()",
            DashboardViews.Readers);
    }
}
