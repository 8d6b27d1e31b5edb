using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Files;

namespace MlOps.Import.Labels;

/// <summary>A record of a file of labels.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="PredictionId">The id of the prediction. Null if the line has the id of a request.</param>
/// <param name="RequestId">The name that the caller has for the prediction.</param>
/// <param name="Value">The label.</param>
/// <param name="At">The time at which it became known.</param>
internal sealed record LabelRow(FileLine Line, Guid? PredictionId, string? RequestId, double Value, DateTimeOffset At)
{
    public static readonly FileColumns Columns =
        new(isExact: false, ["id", "prediction_id"], ["request_id"], ["label", "actual_value"], ["at", "labelled_at"]);

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
    ];

    /// <param name="record">The record.</param>
    /// <param name="now">The time of a label that has none.</param>
    /// <exception cref="InvalidValueException">A value is missing, or is not what it must be.</exception>
    public static LabelRow Read(FileRecord record, DateTimeOffset now)
    {
        var (id, request, label, at) = (record.Values[0], record.Values[1], record.Values[2], record.Values[3]);
        if (id is null == request is null)
        {
            throw new InvalidValueException(
                "id", $"or request_id must be given, and not both; {(id is null ? "neither was" : "both were")}");
        }

        return new LabelRow(
            record.Line,
            id is null ? null : ReadId(id),
            request is null ? null : Guard.Text(request, "request_id", Prediction.MaxRequestLength),
            ReadNumber(label),
            at is null ? now : ReadTime(at));
    }

    private static Guid ReadId(string text) =>
        Guid.TryParse(text, out var id) ? Guard.Identifier(id, "id") : throw Wrong("id", "the id of a prediction", text);

    private static double ReadNumber(string? text) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Guard.Finite(value, "label") : throw Wrong("label", "a number, such as 0.5", text);

    private static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.TryParseExact(
            text.Trim(),
            TimeFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? Guard.Time(time, "at") : throw Wrong("at", "a time, such as 2026-03-01T12:00Z", text);

    private static InvalidValueException Wrong(string column, string rule, string? value) =>
        new(column, $"must be {rule}; it was {(value is null ? "missing" : $"'{value}'")}");
}
