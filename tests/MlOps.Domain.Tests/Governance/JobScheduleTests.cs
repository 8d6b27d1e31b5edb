using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Governance;

namespace MlOps.Domain.Tests.Governance;

public class JobScheduleTests
{
    private static readonly Gen<(JobSchedule Schedule, DateTimeOffset At)> Cases =
        from seconds in Gen.Choose(1, 366 * 86_400)
        from share in Gen.Choose(0, 999)
        from day in Gen.Choose(400, 2_000_000)
        from ticks in Gen.Choose(0, int.MaxValue)
        select (
            new JobSchedule(TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(seconds * (long)share)),
            Guard.Time(DateTimeOffset.UnixEpoch.AddDays(day).AddTicks(ticks), "At"));

    [Fact]
    public void Due_times_are_multiples_of_the_span_after_the_offset()
    {
        var hourly = new JobSchedule(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(noon.AddMinutes(-55), hourly.FindLatest(noon));
        Assert.Equal(noon.AddMinutes(5), hourly.FindNext(noon));
        Assert.Equal(noon.AddMinutes(5), hourly.FindLatest(noon.AddMinutes(5)));
        Assert.Equal(noon.AddMinutes(65), hourly.FindNext(noon.AddMinutes(5)));
        Assert.Equal(noon.AddMinutes(5), hourly.FindLatest(new DateTimeOffset(2026, 3, 1, 17, 30, 0, TimeSpan.FromHours(5))));
    }

    [Fact]
    public void The_latest_and_the_next_due_time_enclose_a_moment_and_are_one_span_apart() =>
        Prop.ForAll(Cases.ToArbitrary(), given =>
        {
            var (latest, next) = (given.Schedule.FindLatest(given.At), given.Schedule.FindNext(given.At));
            return latest <= given.At && given.At < next && next - latest == given.Schedule.Every;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_due_time_is_its_own_latest_one_and_each_comes_once() =>
        Prop.ForAll(Cases.ToArbitrary(), given =>
        {
            var latest = given.Schedule.FindLatest(given.At);
            return given.Schedule.FindLatest(latest) == latest
                && given.Schedule.FindLatest(given.Schedule.FindNext(latest)) == given.Schedule.FindNext(latest);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spans_that_make_no_schedule_are_refused()
    {
        Refused.Value("Every", "00:00:00.5", () => new JobSchedule(TimeSpan.FromSeconds(0.5)));
        Refused.Value("Every", "367.00:00:00", () => new JobSchedule(TimeSpan.FromDays(367)));
        Refused.Value("Offset", "01:00:00", () => new JobSchedule(TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        Refused.Value("Offset", "-00:00:01", () => new JobSchedule(TimeSpan.FromHours(1), TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void No_job_is_due_before_1970()
    {
        var yearly = new JobSchedule(TimeSpan.FromDays(366), TimeSpan.FromDays(300));

        Refused.Value("DueAt", "1969", () => yearly.FindLatest(DateTimeOffset.UnixEpoch));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(300), yearly.FindNext(DateTimeOffset.UnixEpoch));
    }
}
