using System.Text.Json;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>A prediction is found wherever it is, with the same values.</summary>
public sealed class PredictionShowTests(TestDatabase database) : ArchivedMonth(database)
{
    [Fact]
    public async Task A_prediction_is_found_live_archived_and_in_files_with_its_feedback()
    {
        await ExportAsync();
        var archived = await ShowAsync($"{Prediction.Id}");
        await using (var context = Database.CreateOwnerContext())
            await new SliceArchive(context).RestoreAsync(Root, Slice);

        var live = await ShowAsync("request-7");
        await RunAsync("archive", "move", Root, Slice);
        await PurgeAsync();
        foreach (var id in (string[])["request-7", $"{Prediction.Id}", $"{Prediction.Id}".ToUpperInvariant()])
        {
            var files = await ShowAsync(id, "--archive", Files);
            Assert.Equal(("archived", "live", "files"), (Where(archived), Where(live), Where(files)));
            foreach (var part in (string[])["prediction", "feedback", "shadowScores"])
            {
                Assert.True(JsonElement.DeepEquals(live.GetProperty(part), archived.GetProperty(part)), $"{part}: {live} {archived}");
                Assert.True(JsonElement.DeepEquals(live.GetProperty(part), files.GetProperty(part)), $"{part}: {live} {files}");
            }
        }

        Assert.Equal("tab\t, line\n and \\", live.GetProperty("prediction").GetProperty("query").GetString());
        Assert.Equal(4, live.GetProperty("feedback")[0].GetProperty("rating").GetInt32());
        var text = await RunAsync("prediction", "show", "request-7", "--archive", Files);
        Assert.StartsWith("A prediction in exported files:\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  confidence: 0.25\n", text, StringComparison.Ordinal);
        Assert.Contains("Feedback:\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tenant_does_not_find_it_in_any_place()
    {
        await ExportAsync();
        var tenant = $"{Guid.CreateVersion7()}";
        string[] show = ["prediction", "show", "request-7", "--tenant", tenant];
        Assert.Contains($"Tenant {tenant} has no prediction 'request-7'", await RefuseAsync(12, show), StringComparison.Ordinal);
        await PurgeAsync();
        Assert.Contains("neither in the database nor in", await RefuseAsync(12, [.. show, "--archive", Files]), StringComparison.Ordinal);
        var other = await ShowAsync("request-7", "--tenant", $"{OtherTenant}", "--archive", Files);
        Assert.NotEqual($"{Prediction.Id}", other.GetProperty("prediction").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_damaged_slice_hides_nothing_that_is_elsewhere()
    {
        await ExportAsync();
        await File.WriteAllTextAsync(ManifestPath, "{}");
        var other = Path.Combine(Files, "_manifests", "other.2011_01.json");
        await File.WriteAllTextAsync(other, "{}");
        Assert.Equal("archived", Where(await ShowAsync($"{Prediction.Id}", "--archive", Files)));
        var found = await CommandInProcess.RunAsync(
            "prediction", "show", "request-7", "--archive", Files, "--connection", Database.ConnectionString);
        Assert.Equal(0, found.ExitCode);
        Assert.Contains($"{Root}.{Slice}.json does not have the hash", found.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"{Root}.{Slice}.json does not have the hash",
            await RefuseAsync(30, "prediction", "show", "request-8", "--archive", Files),
            StringComparison.Ordinal);
    }

    // As an application may.
    private async Task<JsonElement> ShowAsync(params string[] arguments)
    {
        string[] show = ["prediction", "show", .. arguments, "--json", "--connection", Database.ConnectionString];
        return Manual.ParseJson("prediction show", await CommandInProcess.ReadAsync(show)).Single();
    }

    private static string? Where(JsonElement found) => found.GetProperty("where").GetString();
}
