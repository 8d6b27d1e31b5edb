using System.Text.Json.Nodes;
using MlOps.Parquet;

namespace MlOps.Migrator.Predictions;

/// <summary>Says what is known of a prediction.</summary>
internal sealed class PredictionPage(Output output, string feedback, string shadowScores)
{
    public void Write(FoundRow found) => output.Write(
        new
        {
            Where = found.Place,
            Prediction = found.Row,
            Feedback = found.Related[feedback],
            ShadowScores = found.Related[shadowScores],
        },
        [
            found.Place switch
            {
                RowPlace.Live => "A live prediction:",
                RowPlace.Archived => "A prediction in the archive:",
                _ => "A prediction in exported files:",
            },
            .. Describe(found.Row),
            .. found.Related[feedback].SelectMany(row => Describe(row).Prepend("Feedback:")),
            .. found.Related[shadowScores].SelectMany(row => Describe(row).Prepend("The answer of another version:")),
        ]);

    private static IEnumerable<string> Describe(JsonObject row) => row.Where(column => column.Value is not null)
        .Select(column => $"  {column.Key}: {(column.Value is JsonValue value ? $"{value}" : column.Value!.ToJsonString())}");
}
