using System.Text;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Import.Files;
using MlOps.Import.Labels;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Import.Tests;

public class LabelImportTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Columns = "id,label,at\n";

    private readonly List<RefusedLabel> _refused = [];

    [Fact]
    public async Task Labels_are_stored_by_id_with_their_time_and_where_they_are_from()
    {
        var ids = await StoreAsync(2);
        var report = await ImportAsync($"{Columns}{ids[0]},0.25,2026-03-02T10:00+02:00\n{ids[1]},1,\n");

        Assert.Equal(new LabelImportReport(2, 2, 0, 0), report);
        await using var context = Database.CreateContext();
        var found = await context.Predictions.OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(
            [(0.25, new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), "file"), (1.0, Sample.Noon.AddDays(9), "file")],
            found.Select(row => (row.ActualValue!.Value, row.LabelledAt!.Value, row.LabelSource!)));
    }

    [Fact]
    public async Task Labels_are_stored_by_the_id_of_a_request()
    {
        await StoreAsync(2);
        var report = await ImportAsync(
            "{\"request_id\":\"request 1\",\"label\":1}\n{\"request_id\":\"request 0\",\"label\":\"0\"}\n", FileFormat.JsonLines);

        Assert.Equal(new LabelImportReport(2, 2, 0, 0), report);
        Assert.Equal(
            ["request 0 0", "request 1 1"],
            await Database.ColumnAsync("SELECT concat_ws(' ', request_id, actual_value) FROM ml_predictions ORDER BY 1"));
    }

    [Fact]
    public async Task Each_bad_line_is_refused_with_its_reason_and_its_neighbours_are_stored()
    {
        var ids = await StoreAsync(4);
        await using (var context = Database.CreateContext())
        {
            context.AddRange(Prediction("twice"), Prediction("twice"));
            await context.SaveChangesAsync();
        }

        await ImportAsync($"{Columns}{ids[3]},1,\n");
        var unknown = Guid.CreateVersion7(Sample.Noon);
        string[] lines =
        [
            "id,request_id,label,at", $"{ids[0]},,1,", $"{unknown},,1,", ",twice,1,", ",nobody,1,", $"{ids[1]},,NaN,", $"{ids[1]},,1e999,",
            $"{ids[1]},,,", $"{ids[1]},,\"1,5\",", "7,,1,", ",,1,", $"{ids[1]},request 1,1,", $"{ids[1]},,1,yesterday",
            $"{ids[1]},,1,1066-10-14",
            $"{ids[3]},,0,", $"{ids[1]},,1,", $"{ids[1]},,0,", $",{new string('x', 256)},1,", ",a\0b,1,", $"{ids[2]},,1,", $"{ids[2]},,1",
        ];
        var report = await ImportAsync(string.Join('\n', lines));

        Assert.Equal(
            [
                (3, "no prediction"), (4, "2 predictions with the request_id 'twice'"), (5, "no prediction with the request_id 'nobody'"),
                (6, "finite number"), (7, "finite number"), (8, "missing"), (9, "'1,5'"), (10, "must be the id of a prediction"),
                (11, "neither was"), (12, "both were"), (13, "'yesterday'"), (14, "between 1970"),
                (15, "labelled 1 and cannot be labelled 0"),
                (17, "labelled 1 and cannot be labelled 0"), (18, "at most 255"), (19, "U+0000"), (21, "has 3 values"),
            ],
            _refused.Select(line => (line.Line, Found(line.Reason))));
        Assert.Equal(new LabelImportReport(20, 3, 0, 17), report);
        Assert.Equal(lines[5], _refused.Single(line => line.Line == 6).Value);
        Assert.Equal(4, await Database.CountAsync("ml_predictions WHERE actual_value = 1"));

        string Found(string reason) => Reasons.First(part => reason.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_import_that_was_stopped_goes_on_and_stores_nothing_twice()
    {
        var ids = await StoreAsync(12_000);
        var file = Columns + string.Concat(ids.Select(id => $"{id},1,\n"));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(file, onProgress: _ => stop.Cancel(), stop: stop.Token));
        var stored = await Database.CountAsync("ml_predictions WHERE actual_value = 1");
        Assert.InRange(stored, 1, 11_999);

        Assert.Equal(new LabelImportReport(12_000, 12_000 - stored, stored, 0), await ImportAsync(file));
        Assert.Equal(12_000, await Database.CountAsync("ml_predictions WHERE actual_value = 1 AND revision = 1"));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_stores_nothing()
    {
        var ids = await StoreAsync(2);
        var file = $"{Columns}{ids[0]},1,\n{ids[1]},1,\n{Guid.CreateVersion7(Sample.Noon)},1,\n";
        var dry = await ImportAsync(file, isDryRun: true);
        Assert.Equal(0, await Database.CountAsync("ml_predictions WHERE actual_value IS NOT NULL"));

        Assert.Equal(new LabelImportReport(3, 2, 0, 1), dry);
        Assert.Equal(dry, await ImportAsync(file));
    }

    [Fact]
    public async Task A_label_that_the_table_refuses_costs_none_of_its_neighbours()
    {
        var ids = await StoreAsync(3, 1.7e308);
        Assert.Equal(
            new LabelImportReport(3, 2, 0, 1),
            await ImportAsync($"{Columns}{ids[0]},1,\n{ids[1]},-1.7e308,\n{ids[2]},1,\n"));
        Assert.Contains("too large", Assert.Single(_refused).Reason, StringComparison.Ordinal);
    }

    private static readonly string[] Reasons =
    [
        "no prediction with the request_id 'nobody'", "2 predictions with the request_id 'twice'", "no prediction", "finite number",
        "missing", "'1,5'", "must be the id of a prediction", "neither was", "both were", "'yesterday'", "between 1970",
        "labelled 1 and cannot be labelled 0", "at most 255", "U+0000", "has 3 values",
    ];

    private async Task<LabelImportReport> ImportAsync(
        string text,
        FileFormat format = FileFormat.Csv,
        bool isDryRun = false,
        Action<LabelImportReport>? onProgress = null,
        CancellationToken stop = default)
    {
        _refused.Clear();
        await using var context = Database.CreateContext();
        var options = new LabelImportOptions
        {
            Format = format,
            IsDryRun = isDryRun,
            Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Sample.Noon.AddDays(9)),
            OnRefused = _refused.Add,
            OnProgress = onProgress,
        };
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await new LabelImport(context, options).RunAsync(file, stop);
    }

    private async Task<List<Guid>> StoreAsync(int count, double value = 0.5)
    {
        List<Prediction> predictions = [.. Enumerable.Range(0, count).Select(i => Prediction($"request {i}", value))];
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(predictions);
        return [.. predictions.Select(prediction => prediction.Id).Order()];
    }

    private static Prediction Prediction(string request, double value = 0.5) =>
        Build.Prediction(value: value, details: new PredictionDetails { RequestId = request });
}
