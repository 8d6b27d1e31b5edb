using System.Text.Json;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>On a database without rows. DemoOutputTests runs the queries on one that has them.</summary>
public sealed class GrafanaTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Each_query_of_each_dashboard_runs_as_a_reader_whatever_a_variable_has()
    {
        var now = TimeProvider.System.GetUtcNow();
        var counts = await new DashboardReader(Database.OwnerConnectionString, now.AddDays(-7), now).RunAsync(
            new Dictionary<string, string> { ["service"] = "o'x'; --", ["model"] = "\\'", ["feature"] = "predicted_value" });
        Assert.InRange(counts.Count, 45, 100);
        Assert.Equal(
            ["drift", "operations", "overview", "registry", "service"], counts.Keys.Select(key => key.Split(':')[0]).Distinct().Order());
    }

    [Fact]
    public void Each_panel_has_a_place_an_id_and_the_database_that_a_person_chooses()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(DeployFolder.Path, "grafana"), "*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var panels = document.RootElement.GetProperty("panels").EnumerateArray().ToList();
            Assert.Equal(Enumerable.Range(1, panels.Count), panels.Select(panel => panel.GetProperty("id").GetInt32()));
            Assert.All(panels, panel =>
            {
                var place = panel.GetProperty("gridPos");
                Assert.InRange(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32(), 1, 24);
                Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            });
        }
    }
}
