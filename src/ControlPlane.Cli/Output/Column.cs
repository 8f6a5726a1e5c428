namespace ControlPlane.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its head, in capitals.</param>
/// <param name="Text">A row's text in it.</param>
/// <param name="IsState">Whether the text is a state, which a terminal shows in a colour.</param>
sealed record Column<T>(string Header, Func<T, string> Text, bool IsState = false);
