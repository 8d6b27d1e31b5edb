using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests;

public class PropertyTests
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Gen<string> Texts =
        Gen.Elements('a', ' ', '\t', 'é', '€', '\0', '\uD83D', '\uD83D', '\uDE00', '\uDE00', '\uFFFF').ArrayOf()
            .Select(characters => new string(characters));

    private static readonly Gen<double> Doubles = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Elements(double.MaxValue, double.MinValue, double.Epsilon, -0.0, double.NaN, double.PositiveInfinity));

    private static readonly Gen<DateTimeOffset> Times =
        Gen.Zip(Gen.Choose(0, 2_930_000), Gen.Choose(0, int.MaxValue))
            .Select(part => DateTimeOffset.UnixEpoch.AddDays(part.Item1).AddTicks(part.Item2));

    [Fact]
    public void Text_is_accepted_exactly_when_UTF8_can_write_it_and_it_has_no_U0000() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
            Accepts(() => Guard.OptionalText(text, "Note", 1000)) == Storable(text)
            && Accepts(() => Guard.Text(text, "Note", 1000)) == (Storable(text) && !string.IsNullOrWhiteSpace(text))
            && Accepts(() => Json.From(text)) == Storable(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_guarded_time_passes_again_unchanged_and_is_never_later_than_the_original() =>
        Prop.ForAll(Times.ToArbitrary(), Gen.Choose(-14 * 60, 14 * 60).ToArbitrary(), (time, minutes) =>
        {
            var given = time.AddHours(14).ToOffset(TimeSpan.FromMinutes(minutes));
            var guarded = Guard.Time(given, "At");
            return Guard.Time(guarded, "At").EqualsExact(guarded)
                && guarded <= given && given - guarded < TimeSpan.FromMicroseconds(1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_label_sets_the_error_or_is_refused_without_any_change() =>
        Prop.ForAll(Doubles.Where(double.IsFinite).ToArbitrary(), Doubles.ToArbitrary(), (predicted, actual) =>
        {
            var prediction = Sample.Prediction(predicted);
            var accepted = Accepts(() => prediction.RecordLabel(actual, Sample.Time));
            var distance = Math.Abs(predicted - actual);
            return accepted == double.IsFinite(distance)
                && (accepted
                    ? (prediction.ActualValue, prediction.Error) == (actual, distance)
                        && prediction.LabelledAt == Sample.Time
                    : prediction is { ActualValue: null, Error: null, LabelledAt: null });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Metrics_are_sorted_and_each_is_found() =>
        Prop.ForAll(Entries.ToArbitrary(), entries =>
        {
            var metrics = entries.Aggregate(MetricSet.Empty, (set, entry) => set.With(entry.Name, entry.Value));
            var expected = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var (name, value) in entries)
                expected[name] = value;

            return metrics.SequenceEqual(expected) && metrics.Equals(new MetricSet(expected.Reverse()))
                && metrics.GetHashCode() == new MetricSet(expected.Reverse()).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_dictionary_written_as_JSON_is_read_back() =>
        Prop.ForAll(Entries.ToArbitrary(), entries =>
        {
            var values = entries.DistinctBy(entry => entry.Name).ToDictionary(
                entry => entry.Name, entry => entry.Value);
            var document = Json.From(values);
            var reversed = Json.From(values.Reverse().ToDictionary());
            return document.As<Dictionary<string, double>>()!.OrderBy(pair => pair.Key).SequenceEqual(
                values.OrderBy(pair => pair.Key))
                && document.Equals(Json.Parse(document.Text))
                && document.Equals(reversed)
                && document.GetHashCode() == reversed.GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_ids_follows_the_order_of_times() =>
        Prop.ForAll(Times.ToArbitrary(), Gen.Choose(0, 50_000).ToArbitrary(), (one, ticks) =>
        {
            var other = one.AddTicks(ticks);
            var (first, second) =
                (Prediction.ForService("s", "t", 1, one).Id, Prediction.ForService("s", "t", 1, other).Id);
            var times = one.ToUnixTimeMilliseconds().CompareTo(other.ToUnixTimeMilliseconds());
            return times == 0 || Math.Sign(first.CompareTo(second)) == times;
        }).QuickCheckThrowOnFailure();

    private static Gen<(string Name, double Value)[]> Entries =>
        Gen.Zip(Texts.Where(text => Storable(text) && !string.IsNullOrWhiteSpace(text)), Doubles.Where(double.IsFinite))
            .Select(pair => (pair.Item1, pair.Item2)).ArrayOf();

    private static bool Storable(string text)
    {
        try
        {
            return StrictUtf8.GetByteCount(text) >= 0 && !text.Contains('\0');
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static bool Accepts(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (InvalidValueException)
        {
            return false;
        }
    }
}
