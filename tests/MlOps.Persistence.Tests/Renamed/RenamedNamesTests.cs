using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>The other names, in SQL of tests and in the model.</summary>
[NeedsNoServer]
public class RenamedNamesTests
{
    [Theory]
    [InlineData("SELECT id FROM ml_models", """SELECT "Its id" FROM "The Lab"."Lab ml_models" """)]
    [InlineData("UPDATE ml_predictions_2026_03 SET x = 'ml_models is red'",
        """UPDATE "The Lab"."Lab ml_predictions_2026_03" SET x = 'ml_models is red' """)]
    [InlineData("DROP TABLE ml_feedback_default", """DROP TABLE "The Lab"."Lab ml_feedback_default" """)]
    [InlineData("SELECT 'ml_models'::regclass", """SELECT '"The Lab"."Lab ml_models"'::regclass """)]
    [InlineData("SELECT to_regclass('ml_models_2026')", """SELECT to_regclass('"The Lab"."Lab ml_models_2026"') """)]
    [InlineData("WHERE relname = 'ml_models'", "WHERE relname = 'Lab ml_models' ")]
    [InlineData("""SELECT xmin, updated_at, "id" FROM other_models""", """SELECT xmin, updated_at, "id" FROM other_models """)]
    public void Sql_of_a_test_gets_them(string standard, string renamed) =>
        Assert.Equal(renamed.TrimEnd(), RenamedNames.Translate(standard));

    [Fact]
    public void No_table_and_no_column_of_the_model_has_the_name_that_the_library_gives_it()
    {
        using var context = RenamedContext.Create(
            new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().Options);
        var tables = context.Model.GetRelationalModel().Tables.ToList();
        // A model knows its tables once a context has used it.
        using var standard = new MlOpsDbContext(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().Options);
        Assert.Equal(standard.Model.GetRelationalModel().Tables.Count(), tables.Count);
        Assert.All(tables, table => Assert.StartsWith("Lab ", table.Name, StringComparison.Ordinal));
        Assert.All(tables, table => Assert.Equal(RenamedNames.Schema, table.Schema));
        Assert.Equal(
            ["updated_at", "xmin"],
            tables.SelectMany(table => table.Columns).Select(column => column.Name)
                .Where(name => !name.StartsWith("Its ", StringComparison.Ordinal)).Distinct().Order());
    }
}
