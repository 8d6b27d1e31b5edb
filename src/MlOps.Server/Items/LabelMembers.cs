using MlOps.Domain.Predictions;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>The members with the label of a prediction that is known when the prediction is sent.</summary>
internal sealed class LabelMembers(ItemMembers members)
{
    // What two programs compute from the same numbers may differ in the last digits.
    private const double Tolerance = 1e-6;

    private readonly ItemMember _value = members.Add(nameof(Prediction.ActualValue), typeof(double));
    private readonly ItemMember _time = members.Add(nameof(Prediction.LabelledAt), typeof(DateTimeOffset));
    private readonly ItemMember _source = members.Add(nameof(Prediction.LabelSource), typeof(string));
    private readonly ItemMember _error = members.Add(nameof(Prediction.Error), typeof(double));

    /// <exception cref="ItemRefusal">The label does not fit.</exception>
    public void Record(Prediction prediction, ItemValues values)
    {
        if ((double?)values[_value] is { } value)
            prediction.RecordLabel(value, (DateTimeOffset?)values[_time] ?? prediction.CreatedAt, (string?)values[_source]);

        // The database computes it. Another one shows that one of the values is wrong.
        if ((double?)values[_error] is { } error && !(Math.Abs(error - (prediction.Error ?? double.NaN)) <= Tolerance * Math.Max(1, error)))
        {
            throw new ItemRefusal(
                _error.Name,
                $"must be the distance from predicted_value to actual_value, or be left out; it was {error}, and the distance is " +
                $"{prediction.Error?.ToString() ?? "not known"}");
        }
    }
}
