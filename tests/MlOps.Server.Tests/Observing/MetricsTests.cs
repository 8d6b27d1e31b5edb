using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Domain.Tenancy;
using MlOps.Testing;

namespace MlOps.Server.Tests.Observing;

/// <summary>What Prometheus reads.</summary>
[Collection(Alone.Name)]
public partial class MetricsTests(TestDatabase database) : ServerTest(database)
{
    private const string Tenant = "mlops_tenant=\"00000000-0000-7000-8000-000000000001\"";

    [Fact]
    public async Task Items_writers_and_the_database_are_counted()
    {
        await using (var context = Database.CreateContext(Tenants.Default))
        {
            var rule = Build.AlertRule();
            context.AddRange(rule, Build.Alert(rule), Build.AlertState(rule, "oracle", 0.25));
            await context.SaveChangesAsync();
        }

        await using var server = await StartAsync();
        await server.SendAsync(
            "/v1/predictions",
            """[{"service_name":"ranking","prediction_type":"score","predicted_value":0.7},{"bad":1},{"service_name":"ranking"}]""");
        await server.FlushAsync();
        await Polling.UntilAsync(async () => (await ReadAsync(server))["mlops_database_up{}"] == 1, "the database was asked");

        var metrics = await ReadAsync(server);
        Assert.Equal(1, metrics["mlops_server_items_total{kind=\"Prediction\",outcome=\"accepted\"}"]);
        Assert.Equal(2, metrics["mlops_server_items_total{kind=\"Prediction\",outcome=\"refused\"}"]);
        Assert.Equal(1, metrics["mlops_server_predictions_total{service=\"ranking\"}"]);
        Assert.Equal(1, metrics[$"mlops_writer_stored_total{{{Tenant}}}"]);
        Assert.Equal(0, metrics[$"mlops_writer_queue_length{{{Tenant}}}"]);
        Assert.True(metrics["mlops_database_size_bytes{}"] > 1_000_000);
        Assert.Equal(1, metrics.Single(metric => metric.Key.StartsWith("mlops_alerts_open{", StringComparison.Ordinal)).Value);
        Assert.Equal(0, metrics[$"mlops_dead_letters{{{Tenant}}}"]);
        var value = metrics.Single(metric => metric.Key.StartsWith("mlops_rule_value{", StringComparison.Ordinal));
        Assert.Equal(0.25, value.Value);
        Assert.Contains("subject=\"oracle\"", value.Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_services_that_callers_make_up_do_not_grow_without_bound()
    {
        await using var server = await StartAsync();
        var items = Enumerable.Range(0, 1000)
            .Select(i => $$$"""{"service_name":"s-{{{i}}}","prediction_type":"score","predicted_value":0.7}""");
        await server.SendAsync("/v1/predictions", string.Join("\n", items), isLines: true);
        var services = (await ReadAsync(server))
            .Where(metric => metric.Key.StartsWith("mlops_server_predictions", StringComparison.Ordinal)).ToList();
        Assert.Equal((201, 1000), (services.Count, services.Sum(metric => metric.Value)));
    }

    private static async Task<Dictionary<string, double>> ReadAsync(RunningServer server)
    {
        var text = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n')
            .Where(line => line.StartsWith("mlops_", StringComparison.Ordinal) && !line.Contains("_bucket", StringComparison.Ordinal))
            .ToDictionary(
                line => NameOfMeter().Replace(line[..line.LastIndexOf(' ')], ""),
                line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    // Each line has it.
    [GeneratedRegex("otel_scope_name=\"[^\"]*\",?")]
    private static partial Regex NameOfMeter();
}
