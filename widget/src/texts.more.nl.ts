/** The Dutch words of what comes only when somebody asks for it: keep, read aloud, larger letters, speak. */
export const texts = {
  print: "Print",
  copy: "Kopieer wat je vond",
  copied: "Gekopieerd. Plak het waar je het wilt bewaren. Let op wie het kan zien.",
  copyFailed: "Kopiëren lukt hier niet. Printen wel.",
  nothing: "Er is nog niets gevonden om te bewaren.",
  larger: "Grotere letters",
  aloud: "Lees voor",
  noVoice: "Dit toestel heeft geen eigen Nederlandse stem. Daarom kan ik niet voorlezen.",

  speak: "Spreek in",
  listening: "Ik luister. Druk nog eens om te stoppen.",
  heard: "Dit staat nu in het veld. Lees het na en stuur het dan zelf.",
  heardNothing: "Ik hoorde niets.",
  noMicrophone: "Ik mag of kan je microfoon hier niet gebruiken. Typen kan wel.",
  speakFailed: "Inspreken lukt nu niet. Typen wel.",
  speakAsk: "Dit toestel kan niet zelf verstaan wat je zegt. Je stem gaat dan naar de maker van je browser, zoals Google of Apple. Ook als je over je kind vertelt. Wil je dat?",
  speakYes: "Ja, dat mag",
  speakNo: "Nee, ik typ",

  mail: "Mail het naar jezelf",
  mailLabel: "Je e-mailadres",
  mailHint: "We gebruiken je adres één keer en bewaren het niet. Let op wie je mail kan lezen.",
  mailSend: "Mail",
  mailed: "Verstuurd. Kijk in je mail. We hebben je adres niet bewaard.",
  mailWrong: "Dit is geen e-mailadres. Kijk het nog eens na.",
  mailFailed: "Mailen lukt nu niet. Printen of kopiëren wel.",

  call: "Bel",
};
