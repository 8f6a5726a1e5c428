namespace ControlPlane.SignIn;

/// <summary>When a user last opened a team, as the store holds it for as long as flight records.</summary>
/// <param name="Team">The team.</param>
/// <param name="At">When.</param>
sealed record LastLaunch(Teams.TeamId Team, DateTimeOffset At);
