namespace MlOps.Domain.Tests;

public class GuardTests
{
    [Fact]
    public void Text_that_PostgreSQL_cannot_store_is_refused()
    {
        foreach (var text in Hostile.Texts)
        {
            var what = text.Contains('\0') ? "U+0000" : "lone surrogate";
            Refused.Value("Note", what, () => Guard.Text(text, "Note", 10));
            Refused.Value("Note", what, () => Guard.OptionalText(text, "Note", 10));
        }
    }

    [Fact]
    public void The_message_has_the_position_and_the_code_of_an_unstorable_character()
    {
        Refused.Value("Note", "U+0000 at position 2", () => Guard.Text("ab\0", "Note", 10));
        Refused.Value("Note", "(U+D83D) at position 3", () => Guard.Text("abc\uD83D", "Note", 10));
        Refused.Value("Note", "(U+DE00) at position 2", () => Guard.Text("\uD83D\uDE00\uDE00", "Note", 10));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" a ")]
    [InlineData("😀")]
    [InlineData("a😀b😀")]
    [InlineData("\uFFFD\uFFFE")]
    [InlineData("line\r\n\u0001")]
    [InlineData("0123456789")]
    public void Other_text_passes_unchanged(string text)
    {
        Assert.Same(text, Guard.Text(text, "Note", 10));
        Assert.Same(text, Guard.OptionalText(text, "Note", 10));
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "''")]
    [InlineData(" \t", @"' \u0009'")]
    [InlineData("\u00A0\u2003", "'\u00A0\u2003'")]
    public void Blank_text_is_refused_if_text_is_required(string? text, string shown)
    {
        Refused.Value("Note", shown, () => Guard.Text(text, "Note", 10));
        Assert.Same(text, Guard.OptionalText(text, "Note", 10));
    }

    [Fact]
    public void Text_that_is_too_long_is_refused_and_the_message_shows_its_beginning()
    {
        Refused.Value(
            "Note", "at most 10 characters; it has 11: 'abcdefghijk'", () => Guard.Text("abcdefghijk", "Note", 10));
        Refused.Value("Note", "it has 99", () => Guard.OptionalText(new string('x', 99), "Note", 10));
        Refused.Value("Note", $"'{new string('x', 60)}…'", () => Guard.OptionalText(new string('x', 99), "Note", 10));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_number_that_is_not_finite_is_refused(double number, string shown)
    {
        Refused.Value("Score", shown, () => Guard.Finite(number, "Score"));
        Refused.Value("Score", shown, () => Guard.Between(number, 0, double.MaxValue, "Score"));
        Refused.Value("Score", shown, () => Guard.NotNegative(number, "Score"));
        Refused.Value("Score", shown, () => Guard.Positive(number, "Score"));
        Refused.Value("Score", shown, () => Guard.AtLeast(number, double.MinValue, "Score"));
    }

    [Fact]
    public void Numbers_within_bounds_pass_unchanged()
    {
        Assert.Equal(double.MinValue, Guard.Finite(double.MinValue, "Score"));
        Assert.Equal(double.Epsilon, Guard.Finite(double.Epsilon, "Score"));
        Assert.Equal(0.0, Guard.Between(0.0, 0, 1, "Score"));
        Assert.Equal(1.0, Guard.Between(1.0, 0, 1, "Score"));
        Assert.Equal(0, Guard.Between(0, 0, 1, "Count"));
        Assert.Equal(1, Guard.Between(1, 0, 1, "Count"));
        Assert.Equal(-1.5, Guard.AtLeast(-1.5, -1.5, "Score"));
        Assert.Equal(-1, Guard.AtLeast(-1, -1, "Count"));
        Assert.Equal(double.Epsilon, Guard.Positive(double.Epsilon, "Score"));
        Assert.Equal(0, Guard.NotNegative(-0.0, "Score"));
        Assert.Equal(double.MaxValue, Guard.NotNegative(double.MaxValue, "Score"));
        Assert.Equal(int.MaxValue, Guard.NotNegative(int.MaxValue, "Score"));
        Assert.Equal(long.MaxValue, Guard.NotNegative(long.MaxValue, "Score"));
    }

    [Fact]
    public void Numbers_out_of_bounds_are_refused()
    {
        Refused.Value(
            "Score",
            "from 0 to 1; it was 1.0000000000000002",
            () => Guard.Between(Math.BitIncrement(1), 0, 1, "Score"));
        Refused.Value("Score", "it was -5E-324", () => Guard.Between(-double.Epsilon, 0, 1, "Score"));
        Refused.Value("Score", "it was -5E-324", () => Guard.NotNegative(-double.Epsilon, "Score"));
        Refused.Value("Score", "1.5 or more; it was 1", () => Guard.AtLeast(1, 1.5, "Score"));
        Refused.Value("Score", "above zero; it was 0", () => Guard.Positive(0, "Score"));
        Refused.Value("Count", "from 1 to 5; it was 0", () => Guard.Between(0, 1, 5, "Count"));
        Refused.Value("Count", "from 1 to 5; it was 6", () => Guard.Between(6, 1, 5, "Count"));
        Refused.Value("Count", "2 or more; it was 1", () => Guard.AtLeast(1, 2, "Count"));
        Refused.Value("Count", "it was -2147483648", () => Guard.NotNegative(int.MinValue, "Count"));
        Refused.Value("Count", "it was -9223372036854775808", () => Guard.NotNegative(long.MinValue, "Count"));
    }

    [Fact]
    public void Null_passes_a_guard_for_nullable_values()
    {
        Assert.Null(Guard.Finite(null, "Score"));
        Assert.Null(Guard.Between((double?)null, 0, 1, "Score"));
        Assert.Null(Guard.Between((int?)null, 0, 1, "Count"));
        Assert.Null(Guard.Positive(null, "Score"));
        Assert.Null(Guard.NotNegative((double?)null, "Score"));
        Assert.Null(Guard.NotNegative((long?)null, "Count"));
        Assert.Null(Guard.NotNegative((int?)null, "Count"));
        Assert.Null(Guard.NotNegative((TimeSpan?)null, "Span"));
        Assert.Null(Guard.Time(null, "At"));
        Assert.Null(Guard.Declared((DayOfWeek?)null, "Day"));
        Assert.Null(Guard.Identifier(null, "Owner"));
    }

    [Fact]
    public void A_guard_for_nullable_values_still_guards_a_value()
    {
        Refused.Value("Score", "NaN", () => Guard.Finite((double?)double.NaN, "Score"));
        Refused.Value("Score", "it was 2", () => Guard.Between((double?)2, 0, 1, "Score"));
        Refused.Value("Count", "it was 2", () => Guard.Between((int?)2, 0, 1, "Count"));
        Refused.Value("Score", "it was 0", () => Guard.Positive((double?)0, "Score"));
        Refused.Value("Score", "it was -1", () => Guard.NotNegative((double?)-1, "Score"));
        Refused.Value("Count", "it was -1", () => Guard.NotNegative((long?)-1, "Count"));
        Refused.Value("Count", "it was -1", () => Guard.NotNegative((int?)-1, "Count"));
        Refused.Value("Span", "-00:00:01", () => Guard.NotNegative((TimeSpan?)TimeSpan.FromSeconds(-1), "Span"));
        Refused.Value("At", "0001", () => Guard.Time((DateTimeOffset?)default(DateTimeOffset), "At"));
        Refused.Value("Day", "it was 7", () => Guard.Declared((DayOfWeek?)7, "Day"));
        Refused.Value("Owner", "empty id", () => Guard.Identifier((Guid?)Guid.Empty, "Owner"));
        Assert.Equal(Sample.Time, Guard.Time((DateTimeOffset?)Sample.Time.AddTicks(9), "At"));
    }

    [Fact]
    public void Spans_are_zero_or_more_and_cut_to_the_microsecond()
    {
        Assert.Equal(TimeSpan.FromTicks(120), Guard.NotNegative(TimeSpan.FromTicks(129), "Span"));
        Assert.Equal(TimeSpan.Zero, Guard.NotNegative(TimeSpan.Zero, "Span"));
        Assert.Equal(0, Guard.NotNegative(TimeSpan.MaxValue, "Span").Ticks % TimeSpan.TicksPerMicrosecond);
        Refused.Value("Span", "-00:00:00.0000001", () => Guard.NotNegative(TimeSpan.FromTicks(-1), "Span"));
    }

    [Fact]
    public void Times_outside_1970_to_9998_are_refused()
    {
        foreach (var time in Hostile.Times)
            Refused.Value("At", $"between 1970 and 9998; it was {time:O}", () => Guard.Time(time, "At"));
    }

    [Fact]
    public void The_first_and_the_last_moment_are_accepted()
    {
        var last = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-1);

        Assert.Equal(DateTimeOffset.UnixEpoch, Guard.Time(DateTimeOffset.UnixEpoch, "At"));
        Assert.Equal(last.AddTicks(-9), Guard.Time(last, "At"));
    }

    [Fact]
    public void Times_are_converted_to_UTC_and_cut_to_the_microsecond()
    {
        var kept = Guard.Time(Sample.Time.AddTicks(1239).ToOffset(TimeSpan.FromHours(-14)), "At");

        Assert.True(kept.EqualsExact(Sample.Time.AddTicks(1230)), $"{kept:O}");
    }

    [Fact]
    public void Only_declared_members_are_accepted()
    {
        Assert.Equal(DayOfWeek.Sunday, Guard.Declared(DayOfWeek.Sunday, "Day"));
        Refused.Value("Day", "Friday, Saturday; it was 7", () => Guard.Declared((DayOfWeek)7, "Day"));
    }

    [Fact]
    public void The_empty_id_and_a_missing_reference_are_refused()
    {
        Assert.Equal(Sample.Tenant, Guard.Identifier(Sample.Tenant, "Owner"));
        Assert.Equal("a", Guard.Given("a", "Owner"));
        Refused.Value("Owner", "empty id", () => Guard.Identifier(Guid.Empty, "Owner"));
        Refused.Value("Owner", "null", () => Guard.Given<string>(null, "Owner"));
    }
}
